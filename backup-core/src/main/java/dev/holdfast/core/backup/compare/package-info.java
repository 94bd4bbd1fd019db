/**
 * Comparing the sources with the former entries, and listing what results. An entry whose file is still being read
 * waits, in order, until it can be listed.
 */
@NullMarked
package dev.holdfast.core.backup.compare;

import org.jspecify.annotations.NullMarked;
