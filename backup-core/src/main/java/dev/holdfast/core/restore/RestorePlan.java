package dev.holdfast.core.restore;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.target.Ownership;
import java.nio.file.Path;
import java.util.List;

/**
 * What a restore shall do.
 *
 * @param paths the chosen ones; none for everything
 * @param target what the chosen path becomes, or the directory into which the chosen ones are put
 * @param into which of the two it is
 */
record RestorePlan(
        List<EntryPath> paths,
        Path target,
        boolean into,
        ConflictPolicy policy,
        Ownership ownership,
        ProgressListener listener) {

    RestorePlan {
        paths = paths.isEmpty() ? List.of(EntryPath.ROOT) : List.copyOf(paths);
    }
}
