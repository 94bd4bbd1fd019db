/**
 * Entries and what they carry: attributes and content, as a list of <em>items</em> (chunks and holes) or as a tree of
 * pages of items.
 */
@NullMarked
package dev.holdfast.core.catalog.entry;

import org.jspecify.annotations.NullMarked;
