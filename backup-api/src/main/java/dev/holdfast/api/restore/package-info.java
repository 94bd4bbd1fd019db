/**
 * Bringing content back: the request, what to do where something is in the way, and the result.
 */
@NullMarked
package dev.holdfast.api.restore;

import org.jspecify.annotations.NullMarked;
