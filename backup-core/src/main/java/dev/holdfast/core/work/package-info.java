/** What runs work with: threads, which several repositories may share, and bounds of the memory that they take. */
@NullMarked
package dev.holdfast.core.work;

import org.jspecify.annotations.NullMarked;
