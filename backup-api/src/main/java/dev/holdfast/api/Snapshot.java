package dev.holdfast.api;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.restore.Restore;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The complete state of the sources at one time. What it says of itself needs no key; listing and reading do.
 *
 * <pre>{@code
 * Snapshot snapshot = repository.snapshots().asOf(Instant.now().minus(Duration.ofDays(7)));
 * try (Stream<SnapshotEntry> entries = snapshot.entries("home/jan")) {
 *     entries.forEach(entry -> System.out.println(entry.path() + " " + entry.sizeBytes()));
 * }
 * try (InputStream in = snapshot.open("home/jan/notes.txt")) {
 *     in.transferTo(response);
 * }
 * snapshot.restore().into(emptyDirectory).run().requireComplete();
 * }</pre>
 *
 * <p>Its id, time, kind and chain, and whether it is signed, are known at once. All else is read from the store when it
 * is first asked for, and that throws an {@link dev.holdfast.api.error.IntegrityException} if its manifest is damaged
 * or not signed as expected, and a {@link dev.holdfast.api.error.StorageException} if the store fails.
 *
 * <p>Immutable and thread-safe; usable until its repository is closed. Two that stand for the same snapshot are equal,
 * whichever calls gave them.
 */
public interface Snapshot {

    /** Its name, unique in the repository; later ones sort behind it. */
    SnapshotId id();

    /** The time that the snapshot stands for: when its run began. */
    Instant time();

    /** Whether it began a chain or continued one; either can be restored on its own. */
    SnapshotKind kind();

    /** The full snapshot that began the chain; itself for a full one. */
    SnapshotId chain();

    /** The snapshot that this one was compared with, which need not be there any more; empty for a full one. */
    Optional<SnapshotId> parent();

    /** In the order in which they were given; unmodifiable. */
    List<String> tags();

    /** Regular files, hard links and named streams. */
    long files();

    /** The root among them. */
    long directories();

    /** The length of all files' content, in bytes. */
    long bytes();

    /** Bytes that this snapshot added to the store, catalog and descriptions included. */
    long storedBytes();

    /** Whether a signature lies beside its manifest. Whether it is a good one is known only with expected signers. */
    boolean signed();

    /**
     * Identifiers of the keys that open its content, as its cipher names them; empty for none or a passphrase;
     * unmodifiable.
     */
    List<String> recipients();

    /**
     * All entries in path order, read as the stream is consumed, in constant memory. The caller closes the stream.
     * Damage or a failing store that shows while it is consumed is thrown from there.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if the repository was opened without a cipher, or with
     *     another one
     * @throws dev.holdfast.api.error.KeyException if no secret key or passphrase opens the catalog
     * @throws dev.holdfast.api.error.IntegrityException if the manifest or the catalog is damaged, or not signed as
     *     expected
     * @throws dev.holdfast.api.error.StorageException if the store fails
     */
    Stream<SnapshotEntry> entries();

    /**
     * The entry at a path and everything below it, in path order; found without reading the rest. Otherwise as
     * {@link #entries()}. The caller closes the stream.
     *
     * @throws dev.holdfast.api.error.NotFoundException if there is no such entry
     */
    Stream<SnapshotEntry> entries(EntryPath path);

    /** As {@link #entries(EntryPath)} with {@link EntryPath#of}. */
    default Stream<SnapshotEntry> entries(String path) {
        return entries(EntryPath.of(path));
    }

    /** The entry at a path, if there is one. Throws as {@link #entries()} does. */
    Optional<SnapshotEntry> entry(EntryPath path);

    /** As {@link #entry(EntryPath)} with {@link EntryPath#of}. */
    default Optional<SnapshotEntry> entry(String path) {
        return entry(EntryPath.of(path));
    }

    /**
     * Reads a file's content; every byte was verified before it is given out. A hard link is read as the file that it
     * names. The caller closes the stream, which is for one thread. A failure while reading is a
     * {@link dev.holdfast.api.error.BackupException}, never an early end, and ends the stream for good. Throws what
     * {@link #entries()} does, too.
     *
     * @throws dev.holdfast.api.error.KeyException if no secret key or passphrase opens it
     * @throws dev.holdfast.api.error.NotFoundException if there is no such file, or it has no content
     * @throws dev.holdfast.api.error.FrozenException if its content lies in an archive class and has not thawed
     */
    InputStream open(EntryPath path);

    /** As {@link #open(EntryPath)} with {@link EntryPath#of}. */
    default InputStream open(String path) {
        return open(EntryPath.of(path));
    }

    /** Begins a restore; nothing happens before its {@code run}. */
    Restore restore();
}
