/**
 * Reading a snapshot back: its catalog, its blocks, its files.
 *
 * <p>An {@linkplain dev.holdfast.core.read.OpenSnapshot open snapshot} is one whose catalog could be opened. Blocks are
 * {@linkplain dev.holdfast.core.read.BlockFetcher fetched} many at a time, in few ranged reads, and opened by several threads.
 */
@NullMarked
package dev.holdfast.core.read;

import org.jspecify.annotations.NullMarked;
