/** Bytes in memory that grow, and their hash. */
@NullMarked
package dev.holdfast.core.bytes;

import org.jspecify.annotations.NullMarked;
