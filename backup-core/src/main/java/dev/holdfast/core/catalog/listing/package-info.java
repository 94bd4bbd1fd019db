/**
 * Listings: entries in path order, cut into pages at places chosen by a keyed hash, so that what is unchanged gives the
 * same pages again.
 */
@NullMarked
package dev.holdfast.core.catalog.listing;

import org.jspecify.annotations.NullMarked;
