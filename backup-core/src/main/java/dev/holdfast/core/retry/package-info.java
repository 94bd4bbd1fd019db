/**
 * The one place where failed requests to a storage are made again.
 *
 * <p>A <em>try</em> is one call to a storage; between two of them lies a <em>pause</em>. All tries for one call of the
 * user are a <em>course</em>.
 */
@NullMarked
package dev.holdfast.core.retry;

import org.jspecify.annotations.NullMarked;
