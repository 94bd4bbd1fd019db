/**
 * Making a snapshot. A run walks the sources and the parent's listing side by side and writes the new listing, while
 * workers read files and fill and seal blocks; at its end it commits, in the order that keeps a repository whole.
 */
@NullMarked
package dev.holdfast.core.backup;

import org.jspecify.annotations.NullMarked;
