package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.PathBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Puts what symbolic links lead to in their place. Thread-safe. */
final class LinkFollower {

    private final Path root;
    private final MetadataReader reader;

    /** @param root the real path of the root of the scan */
    LinkFollower(Path root, MetadataReader reader) {
        this.root = root;
        this.reader = reader;
    }

    /**
     * @return what the entry leads to: the entry itself if it is no link, or leads nowhere or to a directory around it;
     *     nothing if it leads to what no snapshot keeps
     */
    Optional<SourceEntry> follow(SourceEntry entry) {
        if (entry.metadata().type() != EntryType.SYMLINK) {
            return Optional.of(entry);
        }
        try {
            Path target = entry.location().toRealPath();
            Optional<FileMetadata> metadata = reader.read(target);
            if (metadata.isPresent() && metadata.get().type() == EntryType.DIRECTORY && leadsUp(entry.path(), target)) {
                return Optional.of(entry);
            }
            return metadata.map(found -> new SourceEntry(entry.path(), target, reader, null, found, null));
        } catch (IOException e) {
            return Optional.of(entry);
        }
    }

    /** Whether a directory is one of those that the scan came through. Only a link to a directory takes this walk. */
    private boolean leadsUp(EntryPath link, Path target) throws IOException {
        Path directory = root;
        byte[] path = link.bytes();
        int start = 0;
        for (int i = 0; i < path.length; i++) {
            if (path[i] == '/') {
                if (directory.equals(target)) {
                    return true;
                }
                byte[] name = Arrays.copyOfRange(path, start, i);
                directory = PathBytes.child(directory, name).toRealPath();
                start = i + 1;
            }
        }
        return directory.equals(target);
    }
}
