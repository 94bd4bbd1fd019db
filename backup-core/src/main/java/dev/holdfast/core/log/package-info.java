/**
 * The repository's log. A <em>record</em> names what was done, its <em>change</em>, and the whole state afterwards: the
 * <em>roster</em> of snapshots, the <em>moves</em> of blocks, and the <em>condemned</em> objects. The newest record is
 * the head.
 */
@NullMarked
package dev.holdfast.core.log;

import org.jspecify.annotations.NullMarked;
