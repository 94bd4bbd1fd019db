package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.core.failure.DirectoryEntries;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a directory, each under its key. A missing directory is an empty store; the first
 * {@link #put} creates it.
 *
 * <p><b>Durability.</b> An object is written to a file in {@code .~holdfast} (no key has that name), forced to disk,
 * given its name in one step, and the directory is forced, before a call returns. {@code .~holdfast} must lie in the
 * same file system as every other directory below the root. What a killed process left there is deleted after a day by
 * the next writer.
 *
 * <p><b>Conditions.</b> Every change of a name is made under a lock of {@code .~holdfast/lock}, which ends with its
 * process; {@link #putIfAbsent} moreover uses a hard link, so that it holds also on a network file system that has
 * links but no working locks. {@link #replace} and, where there are no hard links, {@link #putIfAbsent} are as good as
 * the file system's locks: always within one machine.
 *
 * <p><b>Limits.</b> A segment of a key is at most 255 bytes. A key cannot be stored where a longer one continues it
 * with a slash, nor the other way round. The file system must tell upper from lower case. Files whose names are no
 * keys, directories, special files, and symbolic links below the root are passed over; the root itself may be a link.
 *
 * <p><b>Permissions.</b> A root that this class creates is private (0700). Files and directories below it are as open
 * as the root, less the umask: a root with 0770 shares the store with its group.
 *
 * <p>Holds no resources between calls. Thread-safe; any number of instances and processes may use one directory.
 */
public final class DirectoryStorage implements ConditionalStorage {

    private final Path root;
    private final Staging staging;
    private final DirectoryLock lock;
    private final DirectoryFailures failures;
    private final boolean hardLinks;

    private DirectoryStorage(Path root, boolean hardLinks) {
        this.root = root.toAbsolutePath();
        this.hardLinks = hardLinks;
        this.staging = new Staging(this.root);
        this.lock = new DirectoryLock(staging);
        this.failures = new DirectoryFailures(this.root);
    }

    /** The store in a directory, which need not exist. Touches nothing yet. */
    public static DirectoryStorage at(Path root) {
        return new DirectoryStorage(root, true);
    }

    /** For file systems such as exFAT. Elsewhere the lack of links is noticed, so only tests ask for this. */
    static DirectoryStorage withoutHardLinks(Path root) {
        return new DirectoryStorage(root, false);
    }

    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return store(key, body, (staged, target) -> {
                    move(staged, target);
                    return true;
                })
                .orElseThrow();
    }

    @Override
    public Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return store(key, body, this::moveIfAbsent);
    }

    @Override
    public Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version)
            throws IOException {
        return store(key, body, (staged, target) -> {
            ObjectInfo current = FileDescription.of(key, target);
            if (current == null || !current.version().equals(version)) {
                return false;
            }
            move(staged, target);
            return true;
        });
    }

    /** Gives a staged file its name, under the lock, if the condition holds. */
    private interface Naming {
        boolean name(Path staged, Path target) throws IOException;
    }

    private Optional<ObjectInfo> store(ObjectKey key, ObjectBody body, Naming naming) throws IOException {
        Path target = path(key);
        try (Staging.StagedFile staged = staging.write(key, body)) {
            // Described before it is visible: afterwards another writer may have replaced it.
            ObjectInfo info = FileDescription.of(key, staged.path());
            if (info == null) {
                throw new NoSuchFileException(staged.path().toString());
            }
            Path directory = parent(target);
            try (DirectoryLock.Held held = lock.acquire()) {
                // Under the lock, for it goes with its last object.
                staging.makeDirectory(directory);
                if (!naming.name(staged.path(), target)) {
                    return Optional.empty();
                }
            }
            Staging.force(directory);
            return Optional.of(info);
        } catch (IOException e) {
            throw failures.explain("store object " + key, target, body.sizeBytes(), e);
        }
    }

    private static void move(Path staged, Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new PermanentStorageException("cannot store an object as " + target
                    + ": there is a directory. Another program may have made it; move it away");
        }
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean moveIfAbsent(Path staged, Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                move(staged, target); // fails and says why
            }
            return false;
        }
        if (hardLinks) {
            try {
                Files.createLink(target, staged);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                // No links here, as on exFAT. If it is something else, the move fails as well and tells.
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
            }
        }
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        Path file = path(key);
        try {
            if (isBlocked(file)
                    || !Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isRegularFile()) {
                throw new ObjectNotFoundException(key, describe());
            }
            FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            try {
                return new FileRangeStream(channel, file, key, range);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            failures.requireUsableRoot();
            throw new ObjectNotFoundException(key, describe(), e);
        } catch (IOException e) {
            throw failures.explain("open object " + key, file, DirectoryFailures.READING, e);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        Path file = path(key);
        try {
            ObjectInfo info = isBlocked(file) ? null : FileDescription.of(key, file);
            if (info == null) {
                failures.requireUsableRoot();
            }
            return Optional.ofNullable(info);
        } catch (IOException e) {
            throw failures.explain("look at object " + key, file, DirectoryFailures.READING, e);
        }
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
        return StreamSupport.stream(new DirectoryListing(root, prefix, startAfter, failures), false);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) throws IOException {
        if (keys.isEmpty() || Files.notExists(root)) {
            return;
        }
        Deletion deletion = new Deletion();
        try {
            staging.makeReady();
            try (DirectoryLock.Held held = lock.acquire()) {
                for (ObjectKey key : keys) {
                    deletion.delete(key);
                }
                deletion.removeEmptied();
            }
            for (Path directory : deletion.changed) {
                Staging.force(directory);
            }
        } catch (IOException e) {
            throw failures.explain("delete " + keys.size() + " objects", root, 0, e);
        }
        IOException cause = deletion.cause;
        if (cause != null) {
            throw new ObjectDeletionException(cause.getMessage() + "; not deleted", deletion.failed, cause);
        }
    }

    /** What came of deleting several objects, under the lock. */
    private final class Deletion {
        final Set<Path> changed = new LinkedHashSet<>();
        final List<ObjectKey> failed = new ArrayList<>();

        @Nullable
        IOException cause;

        void delete(ObjectKey key) throws InterruptedIOException {
            Path file = path(key);
            try {
                if (!isBlocked(file)
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.deleteIfExists(file)) {
                    changed.add(parent(file));
                }
            } catch (IOException e) {
                IOException explained = failures.explain("delete object " + key, file, 0, e);
                if (explained instanceof InterruptedIOException interrupted) {
                    throw interrupted;
                }
                failed.add(key);
                // One that may pass makes another try worth it.
                if (cause == null
                        || cause instanceof PermanentStorageException
                                && !(explained instanceof PermanentStorageException)) {
                    cause = explained;
                }
            }
        }

        /** Each run has directories of its own; emptied ones would be more every day. */
        void removeEmptied() {
            for (Path directory : List.copyOf(changed)) {
                if (directory.equals(root)) {
                    continue;
                }
                try {
                    Files.delete(directory);
                    changed.remove(directory);
                    changed.add(parent(directory));
                } catch (IOException e) {
                    // Other objects are in it.
                }
            }
        }
    }

    /** The name of what lies in the directory beside the staging area and what a file system itself makes. */
    @Override
    public Optional<String> findForeign() throws IOException {
        try (DirectoryEntries entries = DirectoryEntries.of(root)) {
            for (Path entry = entries.next(); entry != null; entry = entries.next()) {
                String name = String.valueOf(entry.getFileName());
                if (!name.equals(Staging.NAME) && !name.equals("lost+found")) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failures.explain("list the store", root, DirectoryFailures.READING, e);
        }
    }

    @Override
    public Optional<Path> localPath() {
        return Optional.of(root);
    }

    @Override
    public String describe() {
        String uri = root.toUri().toString();
        return uri.length() > "file:///".length() && uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return describe();
    }

    private Path path(ObjectKey key) {
        return root.resolve(key.value());
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no parent");
        }
        return parent;
    }

    /** Whether a link or a file stands where a directory should be, so that the key cannot have an object. */
    private boolean isBlocked(Path file) {
        for (Path p = parent(file); !p.equals(root); p = parent(p)) {
            try {
                if (!Files.readAttributes(p, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isDirectory()) {
                    return true;
                }
            } catch (IOException e) {
                // Missing or denied: the access to the file itself will say so.
            }
        }
        return false;
    }
}
