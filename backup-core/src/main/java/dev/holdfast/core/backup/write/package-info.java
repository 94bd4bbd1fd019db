/**
 * What a run writes: two <em>streams</em> of blocks, the new <em>catalog</em>, and at the end, or at a
 * <em>checkpoint</em>, what makes a snapshot or a partial state of it, in the order that keeps a repository whole.
 */
@NullMarked
package dev.holdfast.core.backup.write;

import org.jspecify.annotations.NullMarked;
