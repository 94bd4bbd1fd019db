/**
 * Removing old snapshots, and taking that back.
 *
 * <p>A <em>policy</em> is made of rules; a <em>plan</em> says what it means for the snapshots that are there, and can
 * be looked at, kept and sent elsewhere before it is applied. A <em>removal</em> takes snapshots away at once, and what
 * only they needed is deleted when its <em>grace period</em> is over; until then it can be undone. Nothing here needs a
 * key.
 */
@NullMarked
package dev.holdfast.api.retention;

import org.jspecify.annotations.NullMarked;
