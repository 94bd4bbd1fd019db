/**
 * The catalog, the sealed part of a snapshot: its root, and the blocks that hold its pages, in the store and as local
 * copies.
 */
@NullMarked
package dev.holdfast.core.catalog;

import org.jspecify.annotations.NullMarked;
