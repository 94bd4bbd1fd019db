/** Small programs, one for each use; the documentation quotes them. */
@NullMarked
package dev.holdfast.examples;

import org.jspecify.annotations.NullMarked;
