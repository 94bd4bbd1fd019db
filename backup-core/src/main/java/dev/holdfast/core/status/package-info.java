/**
 * What lies in a repository and what is needed of it, found out without any key.
 *
 * <p>The {@linkplain dev.holdfast.core.status.NeededObjects needed objects} are those that the head names, directly or
 * through manifests. A {@linkplain dev.holdfast.core.status.NeededBlocks set of needed blocks} is what they need of one
 * volume.
 */
@NullMarked
package dev.holdfast.core.status;

import org.jspecify.annotations.NullMarked;
