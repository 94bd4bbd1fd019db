/**
 * What a user has typed: a <em>word</em> is one argument or environment value as the bytes that the shell passed on; a
 * <em>verb</em> says what to do; an <em>option</em> is a word that starts with a dash, perhaps with a value; all other
 * words are <em>operands</em>.
 */
@NullMarked
package dev.holdfast.examples.command.line;

import org.jspecify.annotations.NullMarked;
