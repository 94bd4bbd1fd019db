/** The threads and the memory that runs work with, which one or several repositories may share. */
@NullMarked
package dev.holdfast.core.work;

import org.jspecify.annotations.NullMarked;
