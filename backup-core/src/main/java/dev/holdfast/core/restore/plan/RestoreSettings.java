package dev.holdfast.core.restore.plan;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.core.target.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore shall do.
 *
 * @param paths the chosen ones; none for everything
 * @param target what the chosen path becomes, or the directory into which the chosen ones are put; null for a plan
 *     alone
 * @param into which of the two it is
 * @param renames what gets another path than it has in the snapshot
 * @param thaw what to ask for where volumes are frozen; null to ask for nothing
 * @param waitInterval between two looks at volumes that thaw; null not to wait
 */
public record RestoreSettings(
        List<EntryPath> paths,
        @Nullable Path target,
        boolean into,
        Renames renames,
        ConflictPolicy policy,
        Ownership ownership,
        ProgressListener listener,
        @Nullable Thaw thaw,
        @Nullable Duration waitInterval) {

    /**
     * A readable copy that is asked for.
     *
     * @param days how long it is kept
     */
    public record Thaw(Tier tier, int days) {}

    public RestoreSettings {
        paths = paths.isEmpty() ? List.of(EntryPath.ROOT) : List.copyOf(paths);
    }
}
