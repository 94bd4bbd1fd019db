/**
 * A first look: backs a copy of some directory up, changes it, backs it up again in a process without the secret key,
 * lists, restores and compares. Everything lies in one <em>workplace</em>, which each run makes anew.
 */
@NullMarked
package dev.holdfast.examples.quickstart;

import org.jspecify.annotations.NullMarked;
