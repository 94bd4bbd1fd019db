/** The commands that get space back: a <em>plan</em> is shown, and applied if forced to. */
@NullMarked
package dev.holdfast.examples.command.reclaim;

import org.jspecify.annotations.NullMarked;
