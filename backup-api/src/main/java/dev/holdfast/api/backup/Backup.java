package dev.holdfast.api.backup;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.VerifyResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;

/**
 * A backup to be made. Refine it, then {@link #run}. Not thread-safe; runs once.
 *
 * <p>A snapshot has one name space. The first source given without a name becomes its root; every other source is put
 * at a name of its own. Where the repository or its local state lies inside a source it is left out, and a notice says
 * so.
 */
public interface Backup {

    /**
     * Everything below a directory becomes the root of the snapshot; a single file becomes all that the root has, under
     * its own name.
     *
     * @throws IllegalStateException if there is a root already
     */
    default Backup source(Path root) {
        return source(root, Selection.all());
    }

    /**
     * As {@link #source(Path)}, but only what is selected. Rules see the path as it is given here: with the source
     * {@code /home} they begin with {@code /home}, or with {@code **}.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if a rule cannot be meant for this source
     */
    Backup source(Path root, Selection selection);

    /** As {@link #source(String, Path, Selection)}, everything. */
    default Backup source(String at, Path root) {
        return source(at, root, Selection.all());
    }

    /**
     * Everything selected below a directory, or a single file, at a path of the snapshot.
     *
     * @param at the path that the source gets in the snapshot: {@code srv/data}
     * @throws IllegalArgumentException if it is no path inside a snapshot
     * @throws IllegalStateException if another source lies there, above or below
     */
    Backup source(String at, Path root, Selection selection);

    /**
     * A stream of unknown length, such as a database dump, as a file at a path of the snapshot.
     *
     * @param at the path that the file gets in the snapshot: {@code db/orders.sql}
     * @param stream opened and read once, then closed; what it throws fails the file, not the run
     * @throws IllegalStateException if another source lies there, above or below
     */
    Backup source(String at, StreamSource stream);

    /**
     * Adds a tag, readable without a key by everyone who reads the store.
     *
     * @throws IllegalArgumentException if it {@linkplain #requireTag is none}
     */
    Backup tag(String tag);

    /**
     * Tells beforehand, where there is no repository yet, whether a text can be a tag: it has 1 to 200 characters, of
     * which none is a control character or half of one.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static void requireTag(String text) {
        boolean isWhole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (text.isEmpty() || text.length() > 200 || !isWhole || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a tag has 1 to 200 characters and no control characters: \"" + text + "\"");
        }
    }

    /** Begins a new chain, whatever there is. Excludes {@link #incremental} and {@link #fullIfOlderThan(Period)}. */
    Backup full();

    /**
     * Refuses to begin a new chain: the run fails where it cannot continue one. Without a word about chains, it would
     * begin one there.
     */
    Backup incremental();

    /**
     * Begins a new chain if the newest full snapshot is older than this, by the calendar of UTC.
     *
     * @throws IllegalArgumentException if it is negative
     */
    Backup fullIfOlderThan(Period age);

    /** As {@link #fullIfOlderThan(Period)}, by an age of exact length. */
    Backup fullIfOlderThan(Duration age);

    /** Reads every file again, whatever its attributes say; what is stored already is still not stored again. */
    Backup rereadAll();

    /**
     * Makes a snapshot that needs nothing of what a check has found to be damaged, so that all that the sources still
     * have can be restored from it: reads every file again and stores again what lay in damaged volumes. Where names,
     * sizes or the description of the last snapshot are damaged, a new chain begins. A notice says which. Older
     * snapshots stay as they are; what has found nothing that the last one needs changes nothing.
     *
     * <pre>{@code
     * VerifyResult found = repository.verify().run();
     * repository.backup().source(home).repair(found).run();
     * }</pre>
     *
     * @param found of this repository
     * @throws IllegalArgumentException if it has more findings than it names; begin a {@linkplain #full new chain}
     *     instead
     */
    Backup repair(VerifyResult found);

    /**
     * Continues a chain although its last snapshot was made on another host, or has something else at the place of a
     * source. Without this such a run fails, for it is usually a mistake. A new chain never asks.
     */
    Backup allowSourceMismatch();

    /**
     * Commits nothing if all is as the parent has it: no entry was added, removed or changed, none failed, and no chain
     * begins. Then the result is not {@linkplain BackupResult#committed committed} and shows the parent, without the
     * new tags.
     */
    Backup skipIfUnchanged();

    /** Hears how far the run has come; given again, the last one does. */
    Backup onProgress(ProgressListener listener);

    /**
     * Reads the sources and commits a snapshot. Blocks.
     *
     * <p>Entries that cannot be read are listed in the result; they fail the run only if the caller asks
     * {@link BackupResult#requireComplete}. An interrupt records a checkpoint, from which the next run continues;
     * one that comes when all is read does not keep the snapshot from being committed. The interrupt status stays set.
     *
     * @throws dev.holdfast.api.error.NotFoundException if a source is not there
     * @throws dev.holdfast.api.error.ConfigurationException if no usable key is there to seal for, or
     *     {@link #incremental} was asked and no chain can be continued, or the chain is of another source
     *     ({@link #allowSourceMismatch}), or a source lies inside the repository or its local state, or it would be in
     *     the clear behind an encrypted snapshot and no {@linkplain #full full} backup was asked for
     * @throws dev.holdfast.api.error.ConcurrentWriterException if another writer is at work, or has overtaken this one;
     *     nothing was committed
     * @throws dev.holdfast.api.error.KeyException if the signing key cannot be unlocked, or the last snapshot is
     *     sealed under another passphrase and no {@linkplain #full full} backup was asked for
     * @throws dev.holdfast.api.error.IntegrityException if the log is damaged. A damaged parent is none: a new chain
     *     begins, and a notice says why
     * @throws dev.holdfast.api.error.StorageException if the store fails; no snapshot was committed, earlier ones are
     *     whole
     * @throws dev.holdfast.api.error.CommitStateUnknownException if the answer to the last write was lost and the store
     *     cannot be asked; the snapshot is either whole or not there
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted before all was read, or the store
     *     fell silent after it
     * @throws IllegalStateException if no source was given, or it was run already
     */
    BackupResult run();

    /**
     * Says what {@link #run} would do. Compares attributes, opens no file, takes no lease, and writes nothing into the
     * repository. May be called more than once, before {@link #run}. A listener hears of it as of a run. Blocks; throws
     * what {@link #run} would before it reads.
     */
    BackupPreview dryRun();
}
