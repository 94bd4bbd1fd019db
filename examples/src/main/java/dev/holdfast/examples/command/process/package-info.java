/** The process that a command runs in: its exact arguments, its terminal, and the signals that stop it. */
@NullMarked
package dev.holdfast.examples.command.process;

import org.jspecify.annotations.NullMarked;
