package dev.holdfast.core.verify;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.EntryMetadata;
import dev.holdfast.core.read.LocalContent;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.Originals;
import dev.holdfast.core.selection.LeftOut;
import dev.holdfast.core.selection.OwnPlaces;
import dev.holdfast.core.selection.SourceFilter;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.Scanner;
import dev.holdfast.core.source.SourceEntry;
import dev.holdfast.core.verify.content.Findings;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares a snapshot with a live tree. Of a live directory that the snapshot does not have, only the directory itself
 * is told. For one thread; the workers read files.
 */
final class TreeCheck {

    private static final int BATCH = 32;
    private static final int MAX_WAITING = 64;

    private record Pair(Entry entry, SourceEntry live) {}

    private final OpenSnapshot snapshot;
    private final Posix posix;
    private final Workers workers;
    private final InFlight work;
    private final Findings findings;
    private final ThreadLocal<LocalContent> contents = ThreadLocal.withInitial(LocalContent::new);
    private List<Pair> pairs = new ArrayList<>();
    private int waiting;

    TreeCheck(OpenSnapshot snapshot, Posix posix, Workers workers, InFlight work, Findings findings) {
        this.snapshot = snapshot;
        this.posix = posix;
        this.workers = workers;
        this.work = work;
        this.findings = findings;
    }

    /**
     * @param base of the snapshot's entries, what the tree's root would be restored from
     * @param selection what a backup of the tree would take
     * @param own what it would leave out all the same
     */
    void compare(EntryPath base, Path root, Selection selection, OwnPlaces own) {
        ListingCursor cursor = snapshot.from(base);
        Entry first = next(cursor, base);
        if (first == null || !base.isRoot() && !first.path().equals(base)) {
            throw new NotFoundException("there is no \"" + base + "\" in snapshot "
                    + snapshot.manifest().snapshot());
        }
        try {
            SourceFilter filter = SourceFilter.of(selection, root, own);
            try (Scanner scanner =
                    Scanner.open(root, filter, selection.isFollowingLinks(), posix, workers.scanning())) {
                LiveTree live = new LiveTree(scanner, base);
                if (scanner.isFile() && first.path().isRoot()) {
                    // No file system has the root that the snapshot of a single file was given.
                    first = next(cursor, base);
                }
                merge(first, cursor, live, new LeftOut(filter, root.toAbsolutePath(), live.fileSystem(), posix));
                flush();
                work.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while comparing with " + root, e);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("there is no " + root + " to compare with", e);
        } catch (IOException e) {
            throw new ConfigurationException("cannot compare with " + root + ": " + Reasons.of(e), e);
        }
    }

    /** What the scanner gives, under the paths that the snapshot has. */
    private static final class LiveTree {

        private final Scanner scanner;
        private final EntryPath base;
        private @Nullable SourceEntry entry;

        LiveTree(Scanner scanner, EntryPath base) throws InterruptedException {
            this.scanner = scanner;
            this.base = base;
            entry = scanner.next();
        }

        long fileSystem() {
            return entry == null || !entry.hasMetadata() ? 0 : entry.metadata().fileSystem();
        }

        void next() throws InterruptedException {
            entry = scanner.next();
        }

        EntryPath path(SourceEntry live) {
            return scanner.isFile() && !base.isRoot() ? base : live.path().below(base);
        }
    }

    private static @Nullable Entry next(ListingCursor cursor, EntryPath base) {
        return cursor.next() && cursor.entry().path().startsWith(base) ? cursor.entry() : null;
    }

    private void merge(@Nullable Entry first, ListingCursor cursor, LiveTree tree, LeftOut leftOut)
            throws InterruptedException {
        Entry entry = first;
        EntryPath unknown = null;
        while (entry != null || tree.entry != null) {
            work.check();
            SourceEntry live = tree.entry;
            EntryPath livePath = live == null ? null : tree.path(live);
            int order = entry == null ? 1 : livePath == null ? -1 : entry.path().compareTo(livePath);
            if (order > 0 && livePath != null) {
                if (unknown == null || !livePath.startsWith(unknown)) {
                    unknown = livePath;
                    findings.differs(livePath, "it is in the live tree but not in the snapshot");
                }
            } else if (entry != null && live != null && order == 0) {
                findings.comparedEntries.increment();
                add(new Pair(entry, live));
            } else if (entry != null
                    && !leftOut.contains(
                            entry.path().relativeTo(tree.base), EntryMetadata.of(entry, snapshot.pages()))) {
                findings.comparedEntries.increment();
                findings.differs(entry.path(), "it is in the snapshot but not in the live tree");
            }
            entry = order > 0 ? entry : next(cursor, tree.base);
            if (order >= 0) {
                tree.next();
            }
        }
    }

    private void add(Pair pair) {
        pairs.add(pair);
        if (pairs.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        List<Pair> batch = pairs;
        pairs = new ArrayList<>();
        if (++waiting == MAX_WAITING) {
            work.await();
            waiting = 0;
        }
        work.submit(workers.computing(), () -> {
            Originals originals = snapshot.originals();
            for (Pair pair : batch) {
                if (work.isStopped()) {
                    return;
                }
                compare(pair.entry(), pair.live(), originals);
            }
        });
    }

    private void compare(Entry entry, SourceEntry live, Originals originals) {
        EntryPath path = entry.path();
        if (entry.failed()) {
            findings.differs(path, "it could not be read when the snapshot was made");
            return;
        }
        if (!live.hasMetadata()) {
            findings.differs(
                    path, "the live entry cannot be read: " + live.problem().orElseThrow());
            return;
        }
        try {
            FileMetadata found = live.details();
            FileMetadata wanted = EntryMetadata.of(entry, snapshot.pages());
            List<String> differences = new ArrayList<>();
            differ(differences, "type", wanted.type(), found.type());
            if (differences.isEmpty()) {
                compareMetadata(differences, entry, wanted, found);
            }
            if (entry.type() == EntryType.FILE
                    && found.type() == EntryType.FILE
                    && found.sizeBytes() == entry.sizeBytes()) {
                compareContent(differences, entry, live, originals);
            }
            if (!differences.isEmpty()) {
                findings.differs(path, String.join("; ", differences));
            }
        } catch (IOException e) {
            findings.differs(path, "the live entry cannot be read: " + Reasons.of(e));
        }
    }

    private static void compareMetadata(
            List<String> differences, Entry entry, FileMetadata wanted, FileMetadata found) {
        if (entry.type() == EntryType.FILE) {
            differ(differences, "size", wanted.sizeBytes(), found.sizeBytes());
        }
        if (entry.mode().isPresent() && entry.type() != EntryType.SYMLINK) {
            differ(differences, "mode", Integer.toOctalString(wanted.mode()), Integer.toOctalString(found.mode()));
        }
        if (EntryMetadata.hasOwner(entry)) {
            differ(differences, "owner", wanted.uid(), found.uid());
            differ(differences, "group", wanted.gid(), found.gid());
            differ(differences, "time of modification", wanted.modified(), found.modified());
        }
        differ(differences, "device", wanted.device(), found.device());
        if (!Arrays.equals(wanted.linkTarget().orElse(null), found.linkTarget().orElse(null))) {
            differences.add("the link leads elsewhere");
        }
        if (!wanted.attributes().equals(found.attributes())) {
            differences.add("extended attributes: expected " + wanted.attributes() + ", found " + found.attributes());
        }
    }

    private void compareContent(List<String> differences, Entry entry, SourceEntry live, Originals originals)
            throws IOException {
        Content content = originals.contentOf(entry);
        try (HeldPath place = live.reach();
                FileChannel file = posix.openFile(place.path())) {
            long at = contents.get()
                    .firstDifference(file, () -> posix.findHoles(place.path()), content, snapshot.pages());
            if (at >= 0) {
                differences.add("the content differs from byte " + at + " or a little later on");
            }
        }
    }

    private static void differ(List<String> differences, String what, @Nullable Object wanted, @Nullable Object found) {
        if (!Objects.equals(wanted, found)) {
            differences.add(what + ": expected " + wanted + ", found " + found);
        }
    }
}
