/**
 * The lease: one object that says who is writing, so that others need not begin what they could not commit. Nothing is
 * wrong when it fails to keep writers apart; the log does that.
 */
@NullMarked
package dev.holdfast.core.lease;

import org.jspecify.annotations.NullMarked;
