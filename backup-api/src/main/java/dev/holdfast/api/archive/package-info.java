/**
 * The archive SPI: turning the chunks of a block into the bytes that are sealed, and back.
 *
 * <p>A <em>block</em> holds consecutive chunks. An {@link dev.holdfast.api.archive.ArchiveFormat} encodes the chunks'
 * bytes together with their lengths (the block's <em>chunk directory</em>), usually compressing them.
 */
@NullMarked
package dev.holdfast.api.archive;

import org.jspecify.annotations.NullMarked;
