package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.backup.compare.HardLinks.First;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.FailureList;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import dev.holdfast.core.source.SourceProblem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the sources and the former entries side by side, both in path order, and decides for each path: taken over,
 * made anew, or to be read. For one thread.
 */
public final class Comparison {

    final FormerEntries former;
    final EntryMaker maker;
    final Rereading rereading;
    final Verdicts verdicts;
    private final HardLinks links;
    private final RunCounters counters;
    private final FailureList failures;
    private @Nullable EntryPath unlistable;

    public Comparison(
            FormerEntries former,
            EntryMaker maker,
            HardLinks links,
            Rereading rereading,
            Verdicts verdicts,
            RunCounters counters,
            FailureList failures) {
        this.former = former;
        this.maker = maker;
        this.links = links;
        this.rereading = rereading;
        this.verdicts = verdicts;
        this.counters = counters;
        this.failures = failures;
    }

    /** Takes the next item; null at the end of the sources. */
    public void accept(@Nullable SourceItem item) {
        Entry at = former.current();
        while (at != null && (item == null || at.path().compareTo(item.path()) < 0)) {
            passFormer(at);
            former.advance();
            at = former.current();
        }
        if (item == null) {
            return;
        }
        counters.entries.increment();
        Entry same = at != null && at.path().equals(item.path()) ? at : null;
        accept(item, same);
        if (same != null) {
            former.advance();
        }
    }

    /** A former entry that the sources do not show: gone, unless its directory could not be listed. */
    private void passFormer(Entry entry) {
        if (unlistable != null && entry.path().startsWith(unlistable)) {
            keep(entry);
        } else {
            verdicts.removed(entry);
        }
    }

    private void accept(SourceItem item, @Nullable Entry same) {
        SourceEntry source = item.entry();
        if (item.stream() != null) {
            verdicts.toRead(FileTask.stream(item.path(), item.stream(), same));
        } else if (source == null) {
            verdicts.made(Entry.builder(item.path(), EntryType.DIRECTORY).build(), same);
        } else if (source.problem().isPresent()) {
            acceptProblem(item, source, source.problem().get(), same);
        } else {
            accept(item.path(), source, same);
        }
    }

    private void acceptProblem(SourceItem item, SourceEntry source, SourceProblem problem, @Nullable Entry same) {
        switch (problem.kind()) {
            case VANISHED -> vanished(same);
            case UNLISTABLE -> {
                failures.add(item.path(), problem.reason());
                unlistable = item.path();
                accept(item.path(), source, same);
            }
            case UNREADABLE -> {
                failures.add(item.path(), problem.reason());
                unlistable = item.path();
                if (same != null) {
                    keep(same);
                } else {
                    verdicts.unknown(item.path());
                }
            }
        }
    }

    private void vanished(@Nullable Entry same) {
        if (same != null) {
            verdicts.removed(same);
        }
    }

    private void accept(EntryPath path, SourceEntry source, @Nullable Entry same) {
        FileMetadata metadata = source.metadata();
        boolean file = metadata.type() == EntryType.FILE;
        First first = file ? links.firstNameOf(path, source) : null;
        EntryPath link = first == null ? null : first.path();
        if (same != null && maker.isUnchanged(metadata, same, link) && !(file && rereading.takes(same))) {
            verdicts.unchanged(same, former.cursor());
        } else if (file && first == null) {
            verdicts.toRead(FileTask.file(path, source, same));
        } else {
            make(path, source, first, same);
        }
    }

    /** Directories, links and the like: everything about them is in their attributes. */
    private void make(EntryPath path, SourceEntry source, @Nullable First first, @Nullable Entry same) {
        boolean directory = source.metadata().type() == EntryType.DIRECTORY;
        try {
            Entry entry = maker.entry(path, source.details()).build();
            verdicts.made(first == null ? entry : first.linkedBy(entry), same);
        } catch (NoSuchFileException e) {
            if (directory) {
                makeWithoutDetails(path, source, same);
            } else {
                vanished(same);
            }
        } catch (IOException e) {
            failures.add(path, Problem.of("cannot be read", e));
            if (same != null) {
                keep(same);
            } else if (directory) {
                makeWithoutDetails(path, source, null);
            }
        }
    }

    /** What was found in a directory may be there still, or again, and must not be listed without it. */
    private void makeWithoutDetails(EntryPath path, SourceEntry directory, @Nullable Entry same) {
        Entry.Builder entry = maker.entry(path, directory.metadata());
        verdicts.made(entry.racy(true).build(), same);
    }

    /** A hard link stays one where the entry that it names is kept as well. */
    private void keep(Entry entry) {
        EntryPath around = unlistable;
        boolean together = around != null
                && entry.path().startsWith(around)
                && entry.hardLinkTo().filter(first -> first.startsWith(around)).isPresent();
        verdicts.kept(former.kept(together ? entry : former.alone(entry)));
    }
}
