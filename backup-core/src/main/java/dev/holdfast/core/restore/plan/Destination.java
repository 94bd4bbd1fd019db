package dev.holdfast.core.restore.plan;

import dev.holdfast.core.target.TargetDirectory;

/**
 * Where the entries of one chosen path go.
 *
 * @param target below which they stay
 * @param withoutOwners the same for entries that say nothing of an owner
 * @param fresh whether nothing can be in the target, because the run has made it
 * @param withRoot whether the chosen entry itself is written, not only what lies below it
 */
public record Destination(TargetDirectory target, TargetDirectory withoutOwners, boolean fresh, boolean withRoot) {}
