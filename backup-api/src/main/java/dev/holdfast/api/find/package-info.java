/**
 * Looking for entries in all snapshots at once: the request, the entries that were found, and their <em>versions</em>:
 * a version is an entry as it was in some consecutive snapshots.
 */
@NullMarked
package dev.holdfast.api.find;

import org.jspecify.annotations.NullMarked;
