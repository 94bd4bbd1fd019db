/**
 * One call of the command: the <em>invocation</em> with what was asked, the keys and the repository that it names, the
 * snapshot that it chooses, and the exit code that it ends with.
 */
@NullMarked
package dev.holdfast.examples.command.session;

import org.jspecify.annotations.NullMarked;
