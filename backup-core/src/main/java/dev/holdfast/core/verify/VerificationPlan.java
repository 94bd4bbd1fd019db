package dev.holdfast.core.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.SnapshotId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a check shall look at.
 *
 * @param snapshot only what this one needs; null for all
 * @param live tree to compare the snapshot with; null for none
 */
record VerificationPlan(
        @Nullable SnapshotId snapshot,
        boolean presenceOnly,
        boolean data,
        @Nullable Path live,
        ProgressListener listener) {}
