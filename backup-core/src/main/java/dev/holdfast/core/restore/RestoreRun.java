package dev.holdfast.core.restore;

import dev.holdfast.api.Progress;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.arrival.Reasons;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.ProgressReporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One restore from the first look at the listing to the last directory's time. For one thread; the workers fetch and write. */
final class RestoreRun {

    private static final long MAX_FETCH_BYTES = 48L << 20;
    private static final long MIN_FETCH_BYTES = 8L << 20;

    private final RestoreContext context;
    private final RestorePlan plan;
    private final Tally tally = new Tally();
    private volatile EntryPath current = EntryPath.ROOT;

    RestoreRun(RestoreContext context, RestorePlan plan) {
        this.context = context;
        this.plan = plan;
    }

    RestoreResult run() {
        try (OpenSnapshot snapshot = context.opening().get();
                ProgressReporter progress = new ProgressReporter(
                        plan.listener(),
                        new Picture(snapshot),
                        context.nanoTime(),
                        context.workers().timer())) {
            List<Choice> choices = choose(snapshot);
            if (choices.size() == 1 && choices.get(0).entry().path().isRoot()) {
                progress.totalBytes(snapshot.manifest().totals().bytes());
            }
            restore(snapshot, choices, progress);
            return new RestoreOutcome(
                    context.snapshot(),
                    context.head(),
                    tally.restoredEntries.sum(),
                    tally.restoredBytes.sum(),
                    tally.equalEntries.sum(),
                    tally.keptEntries.sum(),
                    snapshot.ranges().fetchedBytes(),
                    progress.elapsed(),
                    tally.failures(),
                    tally.failureCount(),
                    tally.notices());
        }
    }

    private void restore(OpenSnapshot snapshot, List<Choice> choices, ProgressReporter progress) {
        InFlight work = new InFlight();
        MemoryAccount memory = new MemoryAccount(fetchBytes(snapshot));
        Conflicts conflicts = new Conflicts(plan.policy(), plan.ownership(), snapshot.pages(), tally);
        Finisher finisher = new Finisher(snapshot.pages(), conflicts, tally);
        try (BlockFetcher fetcher = new BlockFetcher(snapshot.ranges(), context.workers(), memory, work)) {
            try {
                progress.phase(Progress.Phase.TRANSFERRING);
                for (Choice choice : choices) {
                    walk(
                            snapshot,
                            choice,
                            new TreeRestore(snapshot, context.workers(), work, fetcher, conflicts, finisher, tally));
                }
                progress.phase(Progress.Phase.FINISHING);
            } finally {
                work.drain();
                finisher.discardAll();
            }
        } catch (CancelledException e) {
            throw new CancelledException(
                    "the restore was interrupted after " + tally.restoredEntries.sum()
                            + " entries; what was restored so far stays, run it again to go on",
                    e);
        }
    }

    /** What is left of the memory beside the decoders of the computing threads. */
    private long fetchBytes(OpenSnapshot snapshot) {
        long opening = context.workers().threads() * (3L * snapshot.manifest().blockBytes() + (1 << 20));
        return Math.max(
                MIN_FETCH_BYTES, Math.min(MAX_FETCH_BYTES, context.workers().memoryBytes() - opening));
    }

    private void walk(OpenSnapshot snapshot, Choice choice, TreeRestore tree) {
        EntryPath from = choice.entry().path();
        try (Destination destination = choice.open()) {
            ListingCursor cursor = snapshot.from(from);
            tree.begin(destination);
            while (cursor.next() && cursor.entry().path().startsWith(from)) {
                current = cursor.entry().path();
                tree.add(cursor.entry());
            }
            tree.end();
        } catch (IOException e) {
            tally.failed(from, "cannot restore to " + plan.target() + ": " + Reasons.of(e));
        }
    }

    /** A chosen entry, and the directory below which it goes. */
    private final class Choice {

        private final Entry entry;

        Choice(Entry entry) {
            this.entry = entry;
        }

        Entry entry() {
            return entry;
        }

        /** The name that it gets in the directory into which it is put; root for everything. */
        EntryPath nameInside() {
            return entry.path().isRoot()
                    ? EntryPath.ROOT
                    : EntryPath.ROOT.resolve(entry.path().name());
        }

        Destination open() throws IOException {
            Path target = plan.target().toAbsolutePath().normalize();
            Path parent = target.getParent();
            boolean root = entry.path().isRoot();
            if (plan.into()) {
                return open(target, nameInside(), !root);
            }
            if (entry.type() == EntryType.DIRECTORY || parent == null) {
                return open(target, EntryPath.ROOT, true);
            }
            return open(parent, EntryPath.ROOT.resolve(PathBytes.nameOf(target)), true);
        }

        private Destination open(Path root, EntryPath to, boolean withRoot) throws IOException {
            return Destination.open(root, context.posix(), plan.ownership(), entry.path(), to, withRoot);
        }
    }

    private List<Choice> choose(OpenSnapshot snapshot) {
        List<Choice> choices = new ArrayList<>();
        Set<EntryPath> names = new HashSet<>();
        for (EntryPath path : plan.paths()) {
            Entry entry = snapshot.find(path)
                    .orElseThrow(() -> new NotFoundException("the snapshot "
                            + snapshot.manifest().snapshot() + " has no entry \"" + path + "\"; nothing was restored"));
            Choice choice = new Choice(entry);
            if (plan.into() && !names.add(choice.nameInside())) {
                throw new ConfigurationException("two of the chosen paths would become " + choice.nameInside() + " in "
                        + plan.target() + "; restore them one by one. Nothing was restored");
            }
            choices.add(choice);
        }
        return choices;
    }

    /** For the progress reports. */
    private final class Picture implements ProgressReporter.Source {

        private final OpenSnapshot snapshot;

        Picture(OpenSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public long entries() {
            return tally.entries();
        }

        @Override
        public long bytes() {
            return tally.restoredBytes.sum();
        }

        @Override
        public long storedBytes() {
            return snapshot.ranges().fetchedBytes();
        }

        @Override
        public String current() {
            return Objects.toString(current);
        }
    }
}
