/**
 * Which snapshots stay: <em>rules</em> make a <em>policy</em>, which makes a plan for the snapshots of a roster, and a
 * <em>removal</em> carries it out.
 */
@NullMarked
package dev.holdfast.core.retention;

import org.jspecify.annotations.NullMarked;
