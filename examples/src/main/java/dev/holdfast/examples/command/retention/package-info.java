/**
 * The commands that remove old snapshots, and that take it back. They need no key.
 */
@NullMarked
package dev.holdfast.examples.command.retention;

import org.jspecify.annotations.NullMarked;
