/**
 * What the new snapshot needs. The <em>needs</em> of a content are the blocks that it refers to; those of large files
 * are remembered from run to run, so that a file that did not change is not looked up chunk by chunk.
 */
@NullMarked
package dev.holdfast.core.backup.needs;

import org.jspecify.annotations.NullMarked;
