package dev.holdfast.core.catalog;

import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.failure.FirstFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened content of catalog blocks on the local disk: {@code <directory>/<writer>/<block number>}. Blocks never
 * change, so neither does a file here. Everything may be deleted at any time; whatever cannot be read or written counts
 * as absent. Whoever reads checks the hash of what was read. Thread-safe, also between processes.
 */
public final class CatalogCache {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogCache.class);
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private final Path directory;
    private final FirstFailure failures;
    private volatile boolean droppedDamage;

    /** @param directory created when needed, for its owner alone */
    public CatalogCache(Path directory) {
        this(directory, new FirstFailure());
    }

    /** @param failures tells of what cannot be read or written */
    public CatalogCache(Path directory, FirstFailure failures) {
        this.directory = directory;
        this.failures = failures;
    }

    private Path file(String writer, int block) {
        return directory.resolve(writer).resolve(Integer.toString(block));
    }

    public boolean has(String writer, int block) {
        return Files.exists(file(writer, block));
    }

    /** A stretch of a block's content, if the block is there and long enough. */
    public Optional<byte[]> read(String writer, int block, int offset, int length) {
        try {
            if (Files.size(file(writer, block)) < (long) offset + length) {
                dropDamaged(writer, block);
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        return read(writer, block, offset, bytes, length) ? Optional.of(bytes) : Optional.empty();
    }

    /** Reads a stretch of a block's content into the beginning of an array. */
    public boolean read(String writer, int block, long offset, byte[] target, int length) {
        try {
            return uninterrupted(() -> tryToRead(writer, block, offset, target, length));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            failures.tell(LOG, "cannot read the local copy of catalog block " + writer + "/" + block, e);
            return false;
        }
    }

    private boolean tryToRead(String writer, int block, long offset, byte[] target, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file(writer, block), READ)) {
            ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Drops a copy that is not what the block holds, so that it is absent for whoever looks next. */
    void dropDamaged(String writer, int block) {
        droppedDamage = true;
        LOG.warn("the local copy of catalog block {}/{} is damaged, and deleted", writer, block);
        try {
            Files.deleteIfExists(file(writer, block));
        } catch (IOException e) {
            failures.tell(LOG, "cannot delete the local copy of catalog block " + writer + "/" + block, e);
        }
    }

    /**
     * Whether a copy that was there at first turned out to be damaged, so that a run that relied on it may begin again
     * without.
     */
    public boolean hasDroppedDamage() {
        return droppedDamage;
    }

    /** Keeps a block's content. */
    public void put(String writer, int block, ByteBuffer content) {
        try {
            uninterrupted(() -> tryToPut(writer, block, content.duplicate()));
        } catch (IOException e) {
            failures.tell(LOG, "cannot keep a local copy of catalog block " + writer + "/" + block, e);
        }
    }

    private boolean tryToPut(String writer, int block, ByteBuffer content) throws IOException {
        Path parent = directory.resolve(writer);
        createPrivate(parent);
        Path temporary = Files.createTempFile(parent, ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                // Without it a crash of the system may leave the name without the content.
                channel.force(false);
            }
            move(temporary, file(writer, block));
        } finally {
            Files.deleteIfExists(temporary);
        }
        return true;
    }

    private interface FileAccess {
        boolean make() throws IOException;
    }

    /**
     * An interrupt closes the file that is being read or written. Without a key, a chain or an interrupted run cannot
     * be continued where one block is missing here; so the access is made again, and the interrupt stays to be seen.
     */
    private static boolean uninterrupted(FileAccess access) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return access.make();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void createPrivate(Path parent) throws IOException {
        if (Files.isDirectory(parent)) {
            return;
        }
        if (parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(parent);
        }
    }

    /** Whether there are blocks, and none of this writer. */
    public boolean knowsOnlyOthersThan(String writer) {
        if (!Files.isDirectory(directory) || Files.exists(directory.resolve(writer))) {
            return false;
        }
        try (DirectoryEntries present = DirectoryEntries.of(directory)) {
            return present.next() != null;
        } catch (IOException e) {
            failures.tell(LOG, "cannot look through the local copies of catalog blocks", e);
            return false;
        }
    }

    /** Drops the blocks of all other writers. */
    public void retain(Collection<String> writers) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryEntries present = DirectoryEntries.of(directory)) {
            for (Path writer = present.next(); writer != null; writer = present.next()) {
                if (!writers.contains(writer.getFileName().toString())) {
                    drop(writer);
                }
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot clean up the local copies of catalog blocks", e);
        }
    }

    private static void drop(Path writer) throws IOException {
        try (DirectoryEntries blocks = DirectoryEntries.of(writer)) {
            for (Path block = blocks.next(); block != null; block = blocks.next()) {
                Files.deleteIfExists(block);
            }
        }
        Files.deleteIfExists(writer);
    }
}
