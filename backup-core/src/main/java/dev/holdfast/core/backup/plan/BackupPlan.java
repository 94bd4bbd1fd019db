package dev.holdfast.core.backup.plan;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.posix.PathBytes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a backup was asked to do.
 *
 * @param fullIfBefore gives, for the present time, the time that the newest full snapshot must not be older than
 * @param damaged objects that must not be needed any more
 */
public record BackupPlan(
        List<Source> sources,
        List<String> tags,
        Chain chain,
        Optional<Function<Instant, Instant>> fullIfBefore,
        boolean rereadAll,
        boolean sourceMismatchAllowed,
        boolean skipIfUnchanged,
        Set<ObjectKey> damaged,
        ProgressListener listener) {

    public BackupPlan {
        sources = List.copyOf(sources);
        tags = List.copyOf(tags);
        damaged = Set.copyOf(damaged);
    }

    /** Whether a chain is begun or continued. */
    public enum Chain {
        /** Continue if possible. */
        EITHER,
        /** Begin one. */
        FULL,
        /** Continue, or fail. */
        INCREMENTAL
    }

    /**
     * One source: a tree or file, or a stream.
     *
     * @param at where it is put; the root for the one source that becomes the snapshot's root
     */
    public record Source(
            EntryPath at,
            @Nullable Path root,
            Selection selection,
            @Nullable StreamSource stream) {

        /** As the catalog names it; a stream has no path there. */
        public CatalogRoot.Source inCatalog() {
            byte[] path = root == null
                    ? new byte[0]
                    : PathBytes.of(root.toAbsolutePath().normalize());
            return new CatalogRoot.Source(at, path);
        }
    }
}
