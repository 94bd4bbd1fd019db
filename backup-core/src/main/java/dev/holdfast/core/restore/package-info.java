/**
 * Bringing a snapshot back into a file system.
 *
 * <p>A run walks the listing and gathers a {@linkplain dev.holdfast.core.restore.Window window} of files at a time:
 * what they need is fetched block by block, and each block is opened once for all files of the window.
 */
@NullMarked
package dev.holdfast.core.restore;

import org.jspecify.annotations.NullMarked;
