package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.read.EntryMetadata;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.target.NewEntry;
import dev.holdfast.core.target.NewFile;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.target.Unapplied;
import dev.holdfast.core.target.WhenExists;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Gives entries their metadata and their names. Thread-safe. */
public final class Finisher {

    /** So many files may be open for long. */
    public static final int MAX_LONG_OPEN = 256;

    private final PageSource pages;
    private final Conflicts conflicts;
    private final Tally tally;
    private final Set<Arrival> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore longOpen;

    /** @param longOpen {@link #MAX_LONG_OPEN} permits for which nobody waits once the restore is broken off */
    public Finisher(PageSource pages, Conflicts conflicts, Tally tally, Semaphore longOpen) {
        this.pages = pages;
        this.conflicts = conflicts;
        this.tally = tally;
        this.longOpen = longOpen;
    }

    public void begin(Arrival arrival) {
        underWay.add(arrival);
    }

    /** Waits until one more file may be open for long. */
    public void permit(Arrival arrival) throws InterruptedException {
        if (!arrival.permitted) {
            longOpen.acquire();
            arrival.permitted = true;
        }
    }

    /** Counts a piece of a file that was written or has failed, and finishes the file with the last one. */
    public void arrived(Arrival arrival) {
        if (arrival.arrived()) {
            finish(arrival);
        }
    }

    private void finish(Arrival arrival) {
        Entry entry = arrival.entry();
        try {
            NewFile file = arrival.complete();
            Problem problem = arrival.problem();
            if (file == null || problem != null) {
                failed(arrival, problem == null ? new Problem(Kind.OTHER, "it could not be written") : problem);
                return;
            }
            file.finish(entry.sizeBytes());
            List<Unapplied> unapplied = file.apply(EntryMetadata.of(entry, pages));
            if (commit(entry, file)) {
                tally.unapplied(entry.path(), unapplied);
                tally.restoredBytes.add(entry.sizeBytes());
            }
        } catch (IOException e) {
            failed(arrival, Problem.of("it could not be finished", e));
        } finally {
            arrival.discard();
            underWay.remove(arrival);
            if (arrival.permitted) {
                longOpen.release();
            }
        }
    }

    private void failed(Arrival arrival, Problem problem) {
        conflicts.notRestored(arrival.path(), arrival.target(), arrival.entry());
        tally.failed(arrival.entry().path(), problem);
    }

    private boolean commit(Entry entry, NewEntry made) throws IOException {
        try {
            made.commit(conflicts.replaces() ? WhenExists.REPLACE : WhenExists.FAIL);
            tally.restoredEntries.increment();
            return true;
        } catch (FileAlreadyExistsException e) {
            // Came meanwhile, or is nothing that a snapshot keeps: a socket.
            if (conflicts.mustReplace(entry, null)) {
                tally.failed(entry.path(), Problem.of("something is in its place", e));
            }
            return false;
        }
    }

    /** Makes a symbolic link, fifo or device. */
    public void makeSpecial(Candidate candidate) {
        Entry entry = candidate.entry();
        FileMetadata metadata = EntryMetadata.of(entry, pages);
        try (NewEntry special = candidate.target().newSpecial(candidate.path(), metadata)) {
            List<Unapplied> unapplied = special.apply(metadata);
            if (commit(entry, special)) {
                tally.unapplied(entry.path(), unapplied);
            }
        } catch (IOException e) {
            tally.failed(entry.path(), Problem.of("it could not be made", e));
        } catch (UnsupportedOperationException e) {
            tally.failed(entry.path(), new Problem(Kind.OTHER, "it could not be made: " + e.getMessage()));
        }
    }

    /** What came of another name of a file that was restored before. */
    public enum Linking {
        /** It is made, or cannot be; that is counted. */
        SETTLED,
        /** There is nothing to link it to: that file was not restored. */
        NO_FIRST,
        /** Something is there already that must stay, unless it has the content. */
        TAKEN,
        /** The file system does not link the two: they lie on different ones, or it has no links. */
        REFUSED
    }

    /** Makes another name of a file that was restored before. */
    public Linking makeLink(Entry entry, EntryPath path, EntryPath first, TargetDirectory target) {
        try {
            Optional<FileMetadata> original = target.find(first);
            if (original.filter(found -> found.type() == entry.type() && found.sizeBytes() == entry.sizeBytes())
                            .isEmpty()
                    || conflicts.isLookAlike(first)) {
                return Linking.NO_FIRST;
            }
            Optional<FileMetadata> present = target.find(path);
            if (present.isPresent() && present.get().isOne(original.get())) {
                tally.equalEntries.increment();
            } else if (present.isPresent() && !conflicts.replaces()) {
                return Linking.TAKEN;
            } else if (present.isEmpty()
                    || conflicts.mustReplace(entry, present.get().type())) {
                return link(entry, path, first, target);
            }
        } catch (IOException e) {
            tally.failed(entry.path(), Problem.of("it could not be linked to " + first, e));
        }
        return Linking.SETTLED;
    }

    private Linking link(Entry entry, EntryPath path, EntryPath first, TargetDirectory target) throws IOException {
        NewEntry made;
        try {
            made = target.newHardLink(path, first);
        } catch (IOException | UnsupportedOperationException e) {
            // If it is for another reason, that will be said where the content is written.
            return Linking.REFUSED;
        }
        try (NewEntry link = made) {
            commit(entry, link);
        }
        return Linking.SETTLED;
    }

    /** Says that a name has a file of its own because it could not be linked. */
    public void apart(EntryPath path, EntryPath first) {
        tally.unapplied(
                path, List.of(new Unapplied(Unapplied.Kind.LINK, "the file system does not link it to " + first)));
    }

    /** Gives a directory its metadata, after all below it is done. */
    public void finishDirectory(RestoredDirectory directory) {
        Entry entry = directory.entry();
        if (entry == null) {
            return;
        }
        try {
            FileMetadata before = directory.before();
            FileMetadata wanted = conflicts.wanted(entry, before);
            if (before != null && conflicts.isSame(entry, wanted, before)) {
                tally.equalEntries.increment();
            } else if (before != null && directory.inUse() && conflicts.mustKeepAccess(entry, wanted, before)) {
                wanted = before.toBuilder().modified(wanted.modified()).build();
            } else {
                tally.restoredEntries.increment();
            }
            tally.unapplied(entry.path(), directory.target().finishDirectory(directory.path(), wanted));
        } catch (IOException e) {
            tally.failed(entry.path(), Problem.of("its metadata could not be set", e));
        }
    }

    /** Deletes the temporary files of everything that is not finished; nothing runs any more. */
    public void discardAll() {
        underWay.forEach(Arrival::discard);
        underWay.clear();
    }
}
