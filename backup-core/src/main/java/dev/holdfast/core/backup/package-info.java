/**
 * Making a snapshot. The caller's thread walks the sources and the parent's listing side by side and writes the new listing;
 * workers read files, in <em>batches</em> of small ones or one large one at a time, and fill and seal blocks. An entry whose file is still
 * being read waits, in order, until it can be listed.
 */
@NullMarked
package dev.holdfast.core.backup;

import org.jspecify.annotations.NullMarked;
