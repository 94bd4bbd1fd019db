/** The functions of the C library and its error numbers, through JNA. */
@NullMarked
package dev.holdfast.core.posix.libc;

import org.jspecify.annotations.NullMarked;
