/**
 * What can go wrong, as unchecked exceptions under one sealed root.
 *
 * <p>A message says what was tried, on which object, what was expected and found, and what to do. It never holds a secret.
 * A failure of single files during a run is not an exception but a value in the run's result.
 */
@NullMarked
package dev.holdfast.api.error;

import org.jspecify.annotations.NullMarked;
