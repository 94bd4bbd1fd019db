/**
 * Getting space back without any key: <em>leftovers</em>, which nothing names, are deleted, and mostly dead
 * <em>volumes</em> are compacted. A plan is looked at first, then applied.
 */
@NullMarked
package dev.holdfast.api.reclaim;

import org.jspecify.annotations.NullMarked;
