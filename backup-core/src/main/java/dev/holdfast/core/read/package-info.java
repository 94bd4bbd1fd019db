/**
 * Reading a snapshot back: its catalog, its entries, the content of its files.
 *
 * <p>An {@linkplain dev.holdfast.core.read.OpenSnapshot open snapshot} is one whose catalog could be opened.
 */
@NullMarked
package dev.holdfast.core.read;

import org.jspecify.annotations.NullMarked;
