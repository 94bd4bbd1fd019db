/**
 * Getting stored blocks, many at a time: in few ranged reads, opened by several threads, within a bound of memory.
 */
@NullMarked
package dev.holdfast.core.fetch;

import org.jspecify.annotations.NullMarked;
