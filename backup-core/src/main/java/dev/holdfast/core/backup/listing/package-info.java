/**
 * Listing what results of a comparison, in path order. An entry whose file is still being read waits, with all behind
 * it, until it can be listed.
 */
@NullMarked
package dev.holdfast.core.backup.listing;

import org.jspecify.annotations.NullMarked;
