/**
 * The {@code holdfast} command: backups from a shell, in Duplicity's vocabulary. Each command is a few lines over the
 * library's API. An <em>invocation</em> is one call of the command, with all that it may use of its process.
 */
@NullMarked
package dev.holdfast.examples.command;

import org.jspecify.annotations.NullMarked;
