/**
 * Comparing the sources with the former entries, path by path: each is taken over, made anew, or to be read.
 */
@NullMarked
package dev.holdfast.core.backup.compare;

import org.jspecify.annotations.NullMarked;
