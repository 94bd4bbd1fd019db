/**
 * What groups of options come to together: which entries, how much compression. Each is a value of the library.
 */
@NullMarked
package dev.holdfast.examples.command.settings;

import org.jspecify.annotations.NullMarked;
