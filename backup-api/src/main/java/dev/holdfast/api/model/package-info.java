/**
 * Values that every part shares: the {@linkplain dev.holdfast.api.model.EntryPath path} of an entry in a snapshot, which
 * is made of bytes, not of characters, and the {@linkplain dev.holdfast.api.model.EntryType type} of an entry.
 */
@NullMarked
package dev.holdfast.api.model;

import org.jspecify.annotations.NullMarked;
