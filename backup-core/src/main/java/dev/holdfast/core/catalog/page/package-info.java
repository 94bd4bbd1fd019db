/**
 * Pages of the catalog, and trees of references that lead to them. A page is a chunk in a block of a catalog stream.
 */
@NullMarked
package dev.holdfast.core.catalog.page;

import org.jspecify.annotations.NullMarked;
