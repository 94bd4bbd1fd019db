/**
 * What two states of a repository's sources have not in common. A <em>difference</em> is one entry that was added,
 * removed, changed or moved; a <em>delta</em> is the account of all of them; a <em>diff</em> finds them between two
 * snapshots.
 */
@NullMarked
package dev.holdfast.api.delta;

import org.jspecify.annotations.NullMarked;
