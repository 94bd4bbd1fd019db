package dev.holdfast.core.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.selection.Selection;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a check shall look at.
 *
 * @param snapshot only what this one needs; null for all
 * @param live tree to compare the snapshot with; null for none
 * @param selection what of that tree is compared
 * @param path of the snapshot that the tree's root is compared with
 */
record VerificationPlan(
        @Nullable SnapshotId snapshot,
        boolean presenceOnly,
        boolean data,
        @Nullable Path live,
        Selection selection,
        EntryPath path,
        ProgressListener listener) {}
