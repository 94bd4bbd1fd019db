package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.descent.HeldDirectory;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads metadata with one system call an entry, devices apart. Owners' names are looked up once an id, for the lookup
 * costs five times as much as all the rest. Thread-safe.
 */
public final class MetadataReader {

    /** Whose an entry is: numbers unsigned, of 32 bits; names where the system knows them. */
    public record Owners(long uid, Optional<String> user, long gid, Optional<String> group) {}

    private static final int MAX_TRIES = 3;

    private final Posix posix;
    private final Map<Integer, Optional<String>> users = new ConcurrentHashMap<>();
    private final Map<Integer, Optional<String>> groups = new ConcurrentHashMap<>();

    public MetadataReader(Posix posix) {
        this.posix = posix;
    }

    /** A directory for its names, taken by its path. */
    HeldDirectory unheld(Path directory) {
        return HeldDirectory.unheld(directory, posix);
    }

    /**
     * Reads all but the details, without following a symbolic link.
     *
     * @return nothing for a socket or another thing that no snapshot keeps
     */
    public Optional<FileMetadata> read(Path path) throws IOException {
        return describe(posix.status(path), unixView(path));
    }

    /** As {@link #read(Path)}, of what is held on to. */
    public Optional<FileMetadata> read(OpenEntry entry) throws IOException {
        return describe(entry.status(), entry::read);
    }

    /** As {@link #read(Path)}, of what has a name in a directory. */
    Optional<FileMetadata> read(HeldDirectory directory, byte[] name) throws IOException {
        return describe(
                directory.status(name),
                names -> unixView(PathBytes.child(directory.path(), name)).read(names));
    }

    private Optional<FileMetadata> describe(Posix.Status status, UnixView view) throws IOException {
        Optional<EntryType> type = status.type();
        return type.isPresent() ? Optional.of(describe(type.get(), status, view)) : Optional.empty();
    }

    /**
     * What a thing that no snapshot keeps is like, as if it were a file without content: for a filter to decide about.
     */
    FileMetadata ofUnkept(Path path) throws IOException {
        return describe(EntryType.FILE, posix.status(path), unixView(path));
    }

    private FileMetadata describe(EntryType type, Posix.Status status, UnixView view) throws IOException {
        FileMetadata.Builder builder = FileMetadata.builder(type)
                .mode(status.mode() & 07777)
                .owner(Integer.toUnsignedLong(status.uid()), user(status.uid(), view))
                .group(Integer.toUnsignedLong(status.gid()), group(status.gid(), view))
                .modified(status.modified())
                .changed(status.changed())
                .identity(status.fileSystem(), status.inode())
                .links(status.links());
        if (type == EntryType.FILE) {
            builder.sizeBytes(status.sizeBytes());
        } else if (type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE) {
            builder.device(status.device());
        }
        return builder.build();
    }

    /** Whose an entry is. */
    public Owners owners(OpenEntry entry) throws IOException {
        Posix.Status status = entry.status();
        return new Owners(
                Integer.toUnsignedLong(status.uid()),
                Optional.ofNullable(user(status.uid(), entry::read)),
                Integer.toUnsignedLong(status.gid()),
                Optional.ofNullable(group(status.gid(), entry::read)));
    }

    /**
     * Whether what is at a path is still the regular file that was read before, unchanged in every respect: nobody can
     * write to it, replace it or touch what is known of it without a change in one of these.
     */
    boolean isStill(Path path, FileMetadata before) throws IOException {
        Posix.Status now = posix.status(path);
        return before.type() == EntryType.FILE
                && before.sizeBytes() == now.sizeBytes()
                && before.identity().equals(now.identity())
                && before.modified().equals(now.modified())
                && before.changed().equals(now.changed());
    }

    /** Whether a path leads to this file; also false where that cannot be told. */
    boolean isAt(Path path, FileMetadata file) {
        try {
            return posix.status(path).identity().equals(file.identity());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Adds the details, all of one moment: where the entry changes meanwhile, the rest is read again as well, up to
     * three times.
     *
     * @param known the rest, as it was a while ago
     */
    FileMetadata whole(Path path, FileMetadata known) throws IOException {
        FileMetadata metadata = known;
        for (int attempt = 1; ; attempt++) {
            FileMetadata whole = withDetails(path, metadata);
            Optional<FileMetadata> now = read(path).filter(each -> each.type() == known.type());
            if (attempt == MAX_TRIES || now.isEmpty() || now.get().isUnchangedSince(metadata)) {
                return whole;
            }
            metadata = now.get();
        }
    }

    /** Adds the details: link target, extended attributes and ACLs. */
    public FileMetadata withDetails(Path path, FileMetadata metadata) throws IOException {
        return withDetails(posix.attributes(path, metadata.type()), path, metadata);
    }

    /**
     * As {@link #withDetails(Path, FileMetadata)}, of what is held on to.
     *
     * @param path its name, for the target of a symbolic link
     */
    public FileMetadata withDetails(OpenEntry entry, Path path, FileMetadata metadata) throws IOException {
        return withDetails(entry.attributes(), path, metadata);
    }

    private FileMetadata withDetails(List<ExtendedAttribute> attributes, Path path, FileMetadata metadata)
            throws IOException {
        if (attributes.equals(metadata.attributes()) && metadata.type() != EntryType.SYMLINK) {
            return metadata;
        }
        FileMetadata.Builder builder = metadata.toBuilder().attributes(attributes);
        if (metadata.type() == EntryType.SYMLINK) {
            builder.linkTarget(posix.linkTarget(path));
        }
        return builder.build();
    }

    private @Nullable String user(int uid, UnixView view) throws IOException {
        Optional<String> known = users.get(uid);
        return (known != null ? known : lookUp(users, view, uid, "uid", "owner")).orElse(null);
    }

    private @Nullable String group(int gid, UnixView view) throws IOException {
        Optional<String> known = groups.get(gid);
        return (known != null ? known : lookUp(groups, view, gid, "gid", "group")).orElse(null);
    }

    /** The JDK's view of an entry, which alone tells names. */
    private interface UnixView {
        Map<String, Object> read(String names) throws IOException;
    }

    private static UnixView unixView(Path path) {
        return names -> Files.readAttributes(path, "unix:" + names, LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<String> lookUp(
            Map<Integer, Optional<String>> names, UnixView view, int id, String number, String name)
            throws IOException {
        Map<String, Object> both = view.read(number + "," + name);
        String text = value(both, name).toString();
        // The JDK answers an unknown id with its digits.
        boolean unknown = text.equals(Integer.toString(id)) || text.equals(Integer.toUnsignedString(id));
        Optional<String> found = unknown ? Optional.empty() : Optional.of(text);
        if (value(both, number).equals(id)) {
            names.put(id, found);
            return found;
        }
        return Optional.empty();
    }

    private static Object value(Map<String, Object> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
