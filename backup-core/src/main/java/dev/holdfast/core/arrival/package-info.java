/**
 * Files, links, devices and directories coming into their place.
 *
 * <p>A {@linkplain dev.holdfast.core.arrival.Candidate candidate} is an entry that shall be restored; {@linkplain
 * dev.holdfast.core.arrival.Conflicts conflicts} are decided with what is there already. An {@linkplain
 * dev.holdfast.core.arrival.Arrival arrival} is a file whose pieces come in any order; the {@linkplain
 * dev.holdfast.core.arrival.Finisher finisher} gives it metadata and name when the last byte was verified and written.
 */
@NullMarked
package dev.holdfast.core.arrival;

import org.jspecify.annotations.NullMarked;
