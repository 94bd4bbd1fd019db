/**
 * Values that every part shares.
 *
 * <p>An <em>entry</em> is a file, directory or other thing in a snapshot, known by its
 * {@linkplain dev.holdfast.api.model.EntryPath path}, which is made of bytes, not of characters. A
 * {@linkplain dev.holdfast.api.model.Failure failure} is one entry that a run could not handle; a
 * {@linkplain dev.holdfast.api.model.Notice notice} is something that the user should know and that failed nothing.
 */
@NullMarked
package dev.holdfast.api.model;

import org.jspecify.annotations.NullMarked;
