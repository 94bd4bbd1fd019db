package dev.holdfast.core.backup.listing;

import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.backup.compare.EntryMaker;
import dev.holdfast.core.backup.compare.FormerEntries;
import dev.holdfast.core.backup.compare.HardLinks;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.delta.EntryComparison;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.source.FileMetadata;
import java.util.Objects;
import java.util.Set;

/** Lists files that were read, or what is left of those that could not be. For one thread. */
public final class FileLister {

    private final ListingWriter listing;
    private final EntryMaker maker;
    private final FileContents contents;
    private final SnapshotNeeds needs;
    private final RunTally tally;
    private final FormerEntries former;
    private final HardLinks links;

    public FileLister(
            ListingWriter listing,
            EntryMaker maker,
            FileContents contents,
            SnapshotNeeds needs,
            RunTally tally,
            FormerEntries former,
            HardLinks links) {
        this.listing = listing;
        this.maker = maker;
        this.contents = contents;
        this.needs = needs;
        this.tally = tally;
        this.former = former;
        this.links = links;
    }

    /** Lists an entry that was made, or taken over, without reading content. */
    public void list(Entry entry) {
        if (!links.hasParted(entry)) {
            listing.add(links.followed(entry));
            return;
        }
        tally.failures()
                .add(
                        entry.path(),
                        new Problem(
                                Kind.OTHER,
                                "is another name of \"" + entry.hardLinkTo().orElseThrow()
                                        + "\", which could not be read, or has become another file"));
        Entry alone = links.alone(entry);
        tally.listedInstead(entry, alone);
        if (alone.keptFrom().isPresent()) {
            needs.addAttributes(alone);
            needs.addTakenOver(alone.content());
        }
        listing.add(alone);
    }

    public void list(FileTask file) {
        switch (file.outcome) {
            case READ -> add(file, false);
            case UNSTEADY -> {
                tally.failures().add(file.path, Objects.requireNonNull(file.problem));
                add(file, true);
            }
            case VANISHED -> {
                tally.vanishedFile();
                if (file.former != null) {
                    tally.delta().removed(file.former);
                }
                links.notRead(file, null);
            }
            case FAILED -> {
                tally.failures().add(file.path, Objects.requireNonNull(file.problem));
                addFailed(file);
            }
        }
    }

    private void add(FileTask file, boolean unsteady) {
        Content content = contents.of(file);
        FileMetadata metadata = file.metadata;
        Entry.Builder entry = metadata == null
                ? Entry.builder(file.path, EntryType.FILE)
                        .sizeBytes(file.streamBytes)
                        .modified(file.readAt)
                : maker.entry(file.path, metadata, file.readAt);
        if (unsteady || file.appended) {
            entry.racy(true);
        }
        Entry listed = entry.content(content).build();
        add(listed);
        links.read(file, listed);
        if (file.former == null) {
            tally.newFile(listed);
            return;
        }
        Set<Aspect> aspects = EntryComparison.aspects(
                file.former, listed, former.contentOf(file.former).isSame(content));
        if (aspects.isEmpty()) {
            tally.unchangedFile();
        } else {
            tally.changedFile(file.former, listed, aspects);
        }
    }

    private void addFailed(FileTask file) {
        Entry before = file.former;
        if (before != null && before.type() == EntryType.FILE) {
            Entry kept = former.kept(former.alone(before));
            needs.addTakenOver(kept.content());
            add(kept);
            links.notRead(file, kept.failed() ? null : kept);
            return;
        }
        links.notRead(file, null);
        FileMetadata metadata = file.source == null ? null : file.source.metadata();
        Entry.Builder entry = metadata == null
                ? Entry.builder(file.path, EntryType.FILE)
                : maker.entry(file.path, metadata, file.readAt).sizeBytes(0);
        Entry failed = entry.failed(true).build();
        add(failed);
        if (before == null) {
            tally.delta().added(failed);
        } else {
            tally.delta().changed(before, failed, Set.of(Aspect.TYPE));
        }
    }

    private void add(Entry entry) {
        tally.listed(entry);
        needs.addAttributes(entry);
        listing.add(entry);
    }
}
