/**
 * Telling processes apart: the one that runs this from others, and those that are gone from those that may still work.
 */
@NullMarked
package dev.holdfast.core.process;

import org.jspecify.annotations.NullMarked;
