/**
 * What a user sees: a <em>report</em> for people or as JSON, a <em>progress line</em> that is overwritten while a run
 * goes on and stays below all other text, and amounts in units that people read.
 */
@NullMarked
package dev.holdfast.examples.command.output;

import org.jspecify.annotations.NullMarked;
