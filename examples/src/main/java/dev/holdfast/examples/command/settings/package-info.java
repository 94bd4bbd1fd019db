/**
 * What options mean to the library: which time, which entries, how much compression.
 */
@NullMarked
package dev.holdfast.examples.command.settings;

import org.jspecify.annotations.NullMarked;
