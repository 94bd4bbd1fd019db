package dev.holdfast.core.selection;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.EntryFilter;
import dev.holdfast.core.source.EntryFilter.Decision;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import dev.holdfast.core.source.SourceEntry;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether an entry that a snapshot has, and a scan of a tree does not give, was left out of the scan by its
 * filter, or is not in the tree. For one thread.
 */
public final class LeftOut {

    private final SourceFilter filter;
    private final Path root;
    private final long fileSystem;
    private final MetadataReader reader;
    /** A directory that was left out with all that it holds. */
    private @Nullable EntryPath subtree;

    /**
     * @param filter of the scan
     * @param root of the scan
     * @param fileSystem on which the root lies, and so what is not there any more
     */
    public LeftOut(SourceFilter filter, Path root, long fileSystem, Posix posix) {
        this.filter = filter;
        this.root = root;
        this.fileSystem = fileSystem;
        this.reader = new MetadataReader(posix);
    }

    /**
     * Asked in path order.
     *
     * @param path below the root
     * @param known what the snapshot knows of it
     */
    public boolean contains(EntryPath path, FileMetadata known) {
        if (filter.isOwn(path)) {
            return true;
        }
        if (filter.selection() == EntryFilter.EVERYTHING || path.isRoot()) {
            return false;
        }
        if (subtree != null && path.startsWith(subtree)) {
            return true;
        }
        Path location = PathBytes.child(root, path.bytes());
        FileMetadata metadata = known.toBuilder().identity(fileSystem, 0).build();
        Decision decision = filter.decide(SourceEntry.ofSnapshot(path, location, reader, metadata));
        if (decision == Decision.SCAN) {
            return true;
        }
        // What is there and was not given was left out for what it is now.
        boolean leftOut = decision == Decision.EXCLUDE || Files.exists(location, LinkOption.NOFOLLOW_LINKS);
        if (leftOut && known.type() == EntryType.DIRECTORY) {
            subtree = path;
        }
        return leftOut;
    }
}
