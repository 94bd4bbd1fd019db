/**
 * Blocks and volumes: gathering chunks into <em>blocks</em>, sealing them, and laying sealed blocks one after the other
 * into <em>volumes</em>; and the way back.
 *
 * <p>A run writes two <em>streams</em> of numbered blocks, one of content and one of catalog pages. All memory that
 * waits for something is taken from one {@linkplain dev.holdfast.core.work.MemoryAccount account}.
 */
@NullMarked
package dev.holdfast.core.block;

import org.jspecify.annotations.NullMarked;
