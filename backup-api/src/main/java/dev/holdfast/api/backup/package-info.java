/**
 * Making a snapshot: the request, what it selects, how it goes on, and its result.
 */
@NullMarked
package dev.holdfast.api.backup;

import org.jspecify.annotations.NullMarked;
