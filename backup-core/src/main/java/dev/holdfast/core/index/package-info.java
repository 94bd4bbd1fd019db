/**
 * The writer's index: which chunks exist, and where. It serves deduplication only; a chunk that it misses costs bytes,
 * never correctness.
 *
 * <p>A <em>record</em> is a chunk's hash and place. Records lie in <em>sorted runs</em>, searched in place: those of
 * the chain's earlier snapshots, and those that the present run has spilled. The newest chunks of the present run are
 * in a table.
 */
@NullMarked
package dev.holdfast.core.index;

import org.jspecify.annotations.NullMarked;
