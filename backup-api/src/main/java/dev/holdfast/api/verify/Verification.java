package dev.holdfast.api.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.selection.Selection;
import java.nio.file.Path;

/**
 * A check to be made. As it stands it needs no key: every object of the chosen snapshots is fetched, and its presence,
 * size and hash are checked. Not thread-safe; runs once.
 */
public interface Verification {

    /**
     * Only what this snapshot needs; without it, what any live snapshot needs.
     *
     * @throws IllegalArgumentException if it was not taken from this repository
     * @throws IllegalStateException if another one was chosen
     */
    Verification snapshot(Snapshot snapshot);

    /** Only that the objects are there with the right size, by listing; fetches none but descriptions. */
    Verification presenceOnly();

    /**
     * Fetches one part of the volumes only; presence and size of all are checked as well. A check of each part in turn,
     * one a night for example, has fetched them all in the end for the price of one: a volume belongs to the same part
     * as long as it is there.
     *
     * @param number of the part, from 1
     * @param of how many parts there are
     * @throws IllegalArgumentException if {@code number} is not from 1 to {@code of}
     */
    Verification part(int number, int of);

    /**
     * Also opens every block that is needed and checks the hash of every chunk, whether the listings can be restored,
     * and whether all that they refer to is named as needed, so that no removal deletes it; needs a key.
     */
    Verification data();

    /** Also compares the snapshot, the newest if none is chosen, with a live tree; needs a key. */
    default Verification compare(Path root) {
        return compare(root, Selection.all());
    }

    /**
     * As {@link #compare(Path)}, but only what a backup of this directory with this selection would have: entries that
     * it leaves out are compared on neither side.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if a rule cannot be meant for this directory
     */
    Verification compare(Path root, Selection selection);

    /**
     * What of the snapshot {@link #compare} takes: the entry at this path, and what is below, of which the live tree is
     * what it would be restored as. Everything if not said.
     */
    Verification path(EntryPath path);

    /** As {@link #path(EntryPath)} with {@link EntryPath#of}. */
    default Verification path(String path) {
        return path(EntryPath.of(path));
    }

    /** Hears how far the check has come; given again, the last one does. */
    Verification onProgress(ProgressListener listener);

    /**
     * Checks. Blocks. Does not throw for what is wrong: look at {@link VerifyResult#findings}, or ask
     * {@link VerifyResult#requireNoFindings}.
     *
     * @throws dev.holdfast.api.error.NotFoundException if the snapshot was removed or has no such path, or there is no
     *     tree to compare with
     * @throws dev.holdfast.api.error.ConfigurationException if {@link #data} or {@link #compare} was asked and the
     *     repository was opened without a cipher, or with another one
     * @throws dev.holdfast.api.error.KeyException if {@link #data} or {@link #compare} was asked and no key opens
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     * @throws IllegalStateException if {@link #presenceOnly} and {@link #data} or {@link #part} were both asked, or
     *     {@link #path} without {@link #compare}, or it was run already
     */
    VerifyResult run();
}
