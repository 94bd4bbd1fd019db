/**
 * Giving space back. What no snapshot needs is first <em>condemned</em> by a record, and taken back by another one if
 * somebody wants it; once it is due, a <em>sweep</em> deletes it, unless a snapshot still needs it. Nothing here needs
 * a key.
 */
@NullMarked
package dev.holdfast.core.reclaim;

import org.jspecify.annotations.NullMarked;
