package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.core.failure.DirectoryEntries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes whole, durable files beside the objects, and the directories that they will move to. Thread-safe. */
final class Staging {

    /** Of its directory below the root. A tilde is in no key. */
    static final String NAME = ".~holdfast";

    private static final int BUFFER_BYTES = 128 * 1024;
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final String SUFFIX = ".part";
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private final Path root;
    private final Path directory;
    private final Set<Path> durableDirectories = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean swept = new AtomicBoolean();

    Staging(Path root) {
        this.root = root;
        this.directory = root.resolve(NAME);
    }

    Path directory() {
        return directory;
    }

    /** Creates the root and the staging directory where they are missing. */
    void makeReady() throws IOException {
        makeDirectory(directory);
    }

    /**
     * Writes a body to a new file and forces it to disk. The caller closes what it gets, which deletes a file still
     * there.
     */
    StagedFile write(ObjectKey key, ObjectBody body) throws IOException {
        makeReady();
        StagedFile staged = new StagedFile(directory.resolve(UUID.randomUUID() + SUFFIX));
        try {
            try (FileChannel channel = FileChannel.open(
                            staged.path(),
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            permissions(false));
                    InputStream in = body.open()) {
                if (swept.compareAndSet(false, true)) {
                    // First, for on a full disk it makes the room.
                    sweep(Files.getLastModifiedTime(staged.path()));
                }
                copy(key, body.sizeBytes(), in, channel);
                channel.force(true);
            }
            return staged;
        } catch (IOException | RuntimeException e) {
            try {
                staged.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static void copy(ObjectKey key, long sizeBytes, InputStream in, FileChannel channel) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, sizeBytes + 1)];
        long copied = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            copied += count;
            if (copied > sizeBytes) {
                break;
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        if (copied != sizeBytes) {
            throw new PermanentStorageException("the body of object " + key + " has "
                    + (copied > sizeBytes ? "more than the announced " : copied + " instead of the announced ")
                    + sizeBytes + " bytes");
        }
    }

    /**
     * Deletes what killed writers left, by the file system's own clock. A slow writer that loses its file here tries
     * again.
     */
    private void sweep(FileTime now) throws IOException {
        FileTime limit = FileTime.from(now.toInstant().minus(ABANDONED));
        try (DirectoryEntries files = DirectoryEntries.matching(directory, "*" + SUFFIX)) {
            for (Path file = files.next(); file != null; file = files.next()) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // Someone else's files, or another sweep: the next instance tries again.
        }
    }

    FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), permissions(false));
    }

    /** Creates a directory and those above it where they are missing, durably. Below the root no link is followed. */
    void makeDirectory(Path wanted) throws IOException {
        boolean ours = wanted.startsWith(root);
        boolean below = ours && !wanted.equals(root);
        boolean exists = below ? Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS) : Files.isDirectory(wanted);
        if (exists && (!ours || durableDirectories.contains(wanted))) {
            return;
        }
        Path parent = wanted.getParent();
        if (parent == null) {
            return;
        }
        makeDirectory(parent);
        if (!exists) {
            create(wanted, below);
        }
        // Also if another thread or process has made it, which may not have come to this line.
        force(parent);
        if (ours) {
            durableDirectories.add(wanted);
        }
    }

    private void create(Path wanted, boolean below) throws IOException {
        try {
            Files.createDirectory(wanted, below ? permissions(true) : ownerOnly(wanted));
        } catch (FileAlreadyExistsException e) {
            if (below ? !Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS) : !Files.isDirectory(wanted)) {
                throw new PermanentStorageException(
                        "cannot make directory " + wanted + ": a file or a link has that name; move it away", e);
            }
        }
    }

    /** Forces a directory's entries to disk, where the platform lets a directory be opened. */
    static void force(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            // Some network file systems know no such request.
            if (!"Invalid argument".equals(e.getMessage())) {
                throw e;
            }
        }
    }

    private FileAttribute<?>[] permissions(boolean directory) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
            if (!directory) {
                permissions.removeAll(Set.of(
                        PosixFilePermission.OWNER_EXECUTE,
                        PosixFilePermission.GROUP_EXECUTE,
                        PosixFilePermission.OTHERS_EXECUTE));
            }
            return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
        } catch (UnsupportedOperationException e) {
            return NO_ATTRIBUTES;
        }
    }

    /** Only the root itself is made private, not the directories on the way to it. */
    private FileAttribute<?>[] ownerOnly(Path wanted) {
        return wanted.equals(root)
                        && wanted.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : NO_ATTRIBUTES;
    }

    /** A file that no key names yet. */
    record StagedFile(Path path) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }
}
