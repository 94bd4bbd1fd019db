/**
 * Checking what a repository holds.
 *
 * <p>Without a key, volumes are compared block by block with their inventories. With one, blocks are opened, the hashes of their
 * chunks put into a {@linkplain dev.holdfast.core.verify.ChunkTable table}, and the references of all listings looked up in it.
 */
@NullMarked
package dev.holdfast.core.verify;

import org.jspecify.annotations.NullMarked;
