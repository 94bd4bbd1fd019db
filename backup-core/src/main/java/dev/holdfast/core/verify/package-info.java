/**
 * Checking what a repository holds: whether all that is needed is there, without a key; whether it is whole ({@link
 * dev.holdfast.core.verify.content}); and whether a directory is as a snapshot has it.
 */
@NullMarked
package dev.holdfast.core.verify;

import org.jspecify.annotations.NullMarked;
