/**
 * Getting space back without a key. A <em>survey</em> compares what is stored with what is needed; of what it finds a
 * <em>plan</em> is made. A <em>compaction</em> copies the live blocks of <em>victims</em>, mostly dead volumes, into
 * new ones; a record then puts the moves in force and condemns the victims.
 */
@NullMarked
package dev.holdfast.core.compaction;

import org.jspecify.annotations.NullMarked;
