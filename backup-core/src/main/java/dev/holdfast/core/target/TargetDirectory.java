package dev.holdfast.core.target;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.descent.HeldDirectories;
import dev.holdfast.core.descent.HeldDirectory;
import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The place below which everything is restored. No call leaves it, whatever the snapshot says and whoever changes the
 * tree meanwhile, as {@link HeldDirectories} promise.
 *
 * <p>Everything new is readable by its owner alone until it has its metadata. Parents are made first, by the caller.
 * What is not finished has a {@linkplain TemporaryNames temporary name}. Thread-safe.
 */
public final class TargetDirectory implements AutoCloseable {

    /** Of a directory that waits for its metadata: for its owner alone, and sticky, as hardly any other is. */
    private static final int UNFINISHED_MODE = 01700;

    private static final int UNFINISHED_MASK = 01777;

    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final HeldDirectories directories;
    private final Posix posix;
    private final MetadataWriter writer;
    private final MetadataReader reader;
    private final TemporaryNames temporaries;
    private final boolean exclusive;

    private TargetDirectory(
            HeldDirectories directories,
            Posix posix,
            Ownership ownership,
            MetadataReader reader,
            TemporaryNames temporaries,
            boolean exclusive) {
        this.directories = directories;
        this.posix = posix;
        this.writer = new MetadataWriter(posix, ownership);
        this.reader = reader;
        this.temporaries = temporaries;
        this.exclusive = exclusive;
    }

    /**
     * @param root made with its parents if it is missing; symbolic links on the way to it are followed
     * @throws FileSystemException also if something else has come into the place of what was made
     */
    public static TargetDirectory open(Path root, Posix posix, Ownership ownership) throws IOException {
        return open(root, posix, ownership, false);
    }

    /**
     * As {@link #open(Path, Posix, Ownership)}, but one that is missing is made for its owner alone, as what gets its
     * metadata at the end.
     */
    public static TargetDirectory openExclusive(Path root, Posix posix, Ownership ownership) throws IOException {
        return open(root, posix, ownership, true);
    }

    private static TargetDirectory open(Path root, Posix posix, Ownership ownership, boolean exclusive)
            throws IOException {
        boolean made = create(root, exclusive);
        HeldDirectories directories = new HeldDirectories(root.toRealPath(), posix);
        try (HeldDirectory held = directories.reachInto(EntryPath.ROOT)) {
            // Its number would tell nothing: who may rename can be quicker than the first look at what was made.
            if (made && !isEmpty(held.path())) {
                throw new FileSystemException(root.toString(), null, "another directory has come into its place");
            }
        } catch (IOException | RuntimeException e) {
            directories.close();
            throw e;
        }
        TargetDirectory target = new TargetDirectory(
                directories, posix, ownership, new MetadataReader(posix), new TemporaryNames(), made && exclusive);
        if (target.isExclusive()) {
            target.markUnfinished(EntryPath.ROOT);
        }
        return target;
    }

    /** @return whether it was missing */
    private static boolean create(Path root, boolean exclusive) throws IOException {
        Path parent = root.getParent();
        if (Files.isDirectory(root)) {
            return false;
        }
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    root, exclusive ? new FileAttribute<?>[] {OWNER_ONLY_DIRECTORY} : new FileAttribute<?>[0]);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(root)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryEntries entries = DirectoryEntries.of(directory)) {
            return entries.next() == null;
        }
    }

    /** The same place, for what is given to whoever restores. Closed with this. */
    public TargetDirectory withoutOwners() {
        return new TargetDirectory(directories, posix, Ownership.NOT_KEPT, reader, temporaries, exclusive);
    }

    /** Whether the root was made when it was opened, and nobody else may write to it until it gets its metadata. */
    public boolean isExclusive() {
        return exclusive;
    }

    /** What is at a path now, without details; nothing also where a parent is missing or is no directory. */
    public Optional<FileMetadata> find(EntryPath path) throws IOException {
        try (HeldPath place = directories.reach(path)) {
            return reader.read(place.path());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    /** Whether two paths lead to one entry that is there. */
    public boolean isOne(EntryPath path, EntryPath other) throws IOException {
        Optional<FileMetadata> found = find(path);
        Optional<FileMetadata> second = found.isPresent() ? find(other) : found;
        return second.isPresent() && found.get().isOne(second.get());
    }

    /** As {@link #find}, with details. */
    public Optional<FileMetadata> findWithDetails(EntryPath path) throws IOException {
        try (HeldPath place = directories.reach(path)) {
            Optional<FileMetadata> found = reader.read(place.path());
            return found.isPresent() ? Optional.of(reader.withDetails(place.path(), found.get())) : found;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    /** Holds on to what is at a path now. The caller closes it. */
    public Optional<PresentEntry> open(EntryPath path) throws IOException {
        HeldPath place;
        try {
            place = directories.reach(path);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PresentEntry(place, posix.openEntry(place.path()), reader, writer));
        } catch (NoSuchFileException e) {
            place.close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /**
     * Makes a directory, for its owner alone. One that is there stays as it is.
     *
     * @throws FileAlreadyExistsException if something else is there
     */
    public void createDirectory(EntryPath path) throws IOException {
        if (path.isRoot()) {
            return;
        }
        try (HeldPath place = directories.reach(path)) {
            if (Files.isDirectory(place.path(), LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Files.createDirectory(place.path(), OWNER_ONLY_DIRECTORY);
        }
    }

    /**
     * Marks a directory as one that waits for its metadata, and shuts it for all but its owner; where that cannot be,
     * it stays as it is.
     */
    public void markUnfinished(EntryPath path) {
        try (HeldPath place = directories.reach(path);
                OpenEntry entry = posix.openEntry(place.path())) {
            if (entry.status().type().equals(Optional.of(EntryType.DIRECTORY))) {
                entry.setMode(UNFINISHED_MODE);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // What is put into it will say what is wrong.
            return;
        }
    }

    /** Whether a run that was broken off has made a directory, which still waits for its metadata. */
    public static boolean isUnfinished(FileMetadata directory) {
        return (directory.mode() & UNFINISHED_MASK) == UNFINISHED_MODE;
    }

    /** Begins a regular file. */
    public NewFile newFile(EntryPath path) throws IOException {
        return make(path, (name, place) -> NewFile.create(place, name, writer, posix));
    }

    /**
     * Makes a symbolic link, fifo or device, as its metadata says, but does not apply the rest of them.
     *
     * @throws UnsupportedOperationException if this takes native calls and there are none
     */
    public NewEntry newSpecial(EntryPath path, FileMetadata metadata) throws IOException {
        return begin(path, name -> {
            switch (metadata.type()) {
                case SYMLINK -> posix.createSymlink(name, metadata.linkTarget().orElseThrow());
                case FIFO -> posix.createFifo(name);
                case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    posix.createDevice(name, metadata.type(), metadata.device().orElseThrow());
                case FILE, DIRECTORY -> throw new IllegalArgumentException("not special: " + metadata.type());
            }
        });
    }

    /**
     * Whether names in a directory that differ only in the case of letters are taken for one. Looks at what is in it,
     * and makes a temporary file if that does not tell.
     */
    public boolean ignoresCase(EntryPath directory) throws IOException {
        CaseProbe probe = new CaseProbe(posix);
        try (HeldDirectory place = directories.reachInto(directory)) {
            Optional<Boolean> told = probe.ofNamesIn(place.path());
            if (told.isPresent()) {
                return told.get();
            }
            byte[] name = temporaries.nextBytes();
            Path temporary = PathBytes.child(place.path(), name);
            posix.createFile(temporary).close();
            try {
                return probe.of(place.path(), name).orElse(false);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** As {@link #ignoresCase}, as far as what is in the directory tells; writes nothing. */
    public Optional<Boolean> seemsToIgnoreCase(EntryPath directory) throws IOException {
        try (HeldDirectory place = directories.reachInto(directory)) {
            return new CaseProbe(posix).ofNamesIn(place.path());
        }
    }

    /** The same of what is made at a path, as far as the nearest directory that is there tells. */
    public static Optional<Boolean> seemsToIgnoreCase(Path path, Posix posix) throws IOException {
        Path directory = path.toAbsolutePath().normalize();
        while (!Files.isDirectory(directory) && directory.getParent() != null) {
            directory = directory.getParent();
        }
        CaseProbe probe = new CaseProbe(posix);
        Optional<Boolean> told = probe.ofNamesIn(directory);
        Path parent = directory.getParent();
        if (told.isPresent()
                || parent == null
                || posix.status(directory).fileSystem() != posix.status(parent).fileSystem()) {
            return told;
        }
        return probe.of(parent, PathBytes.nameOf(directory));
    }

    /**
     * Deletes what killed processes have left in a directory under their temporary names; what cannot be deleted stays.
     *
     * @return whether nothing is in it
     */
    public boolean deleteLeftovers(EntryPath directory) throws IOException {
        boolean isEmpty = true;
        try (HeldDirectory place = directories.reachInto(directory);
                DirectoryEntries entries = DirectoryEntries.of(place.path())) {
            for (Path entry = entries.next(); entry != null; entry = entries.next()) {
                if (temporaries.isLeftover(PathBytes.nameOf(entry))
                        && !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(entry);
                } else {
                    isEmpty = false;
                }
            }
            return isEmpty;
        }
    }

    /** Makes one more name of an entry that is already there; it has that one's metadata. */
    public NewEntry newHardLink(EntryPath path, EntryPath existing) throws IOException {
        try (HeldPath first = directories.reach(existing)) {
            return begin(path, name -> Files.createLink(name, first.path()));
        }
    }

    /**
     * Applies metadata to a directory. Comes last, from the leaves to the root, since whatever happens in a directory
     * changes its time, and its mode may forbid it.
     *
     * @throws FileSystemException if what is there is of another type
     */
    public List<Unapplied> finishDirectory(EntryPath path, FileMetadata metadata) throws IOException {
        try (HeldPath place = directories.reach(path);
                OpenEntry entry = posix.openEntry(place.path())) {
            if (!entry.status().type().equals(Optional.of(metadata.type()))) {
                throw new FileSystemException(path.toString(), null, "it is no " + metadata.type() + " any more");
            }
            return writer.refresh(entry, metadata);
        }
    }

    private NewEntry begin(EntryPath path, Maker maker) throws IOException {
        return make(path, (name, place) -> {
            maker.make(name);
            return new NewEntry(place, name, writer, posix);
        });
    }

    /** Begins an entry under a temporary name beside its place. */
    private <E extends NewEntry> E make(EntryPath path, Beginning<E> beginning) throws IOException {
        HeldPath place = directories.reach(path);
        try {
            while (true) {
                Path temporary = place.path().resolveSibling(temporaries.next());
                try {
                    return beginning.make(temporary, place);
                } catch (FileAlreadyExistsException e) {
                    // Left behind by an earlier run; the next number is free.
                }
            }
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
    }

    @Override
    public void close() {
        directories.close();
    }

    private interface Beginning<E extends NewEntry> {
        E make(Path name, HeldPath place) throws IOException;
    }

    private interface Maker {
        void make(Path name) throws IOException;
    }
}
