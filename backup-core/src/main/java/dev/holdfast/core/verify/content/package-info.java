/**
 * Checking volumes and what is in them.
 *
 * <p>Volumes are compared block by block with their inventories. Where a key is at hand, blocks are opened, the hashes
 * of their chunks put into a {@linkplain dev.holdfast.core.verify.content.ChunkTable table}, and the references of all
 * listings looked up in it, and those of the newest index.
 */
@NullMarked
package dev.holdfast.core.verify.content;

import org.jspecify.annotations.NullMarked;
