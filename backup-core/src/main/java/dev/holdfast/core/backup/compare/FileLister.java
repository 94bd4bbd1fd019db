package dev.holdfast.core.backup.compare;

import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.delta.DeltaTally;
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
    private final FailureList failures;
    private final DeltaTally delta;
    private final FormerEntries former;
    private final HardLinks links;

    public long files;
    public long bytes;
    public long newFiles;
    public long changedFiles;
    /** Files that were read again only to find them as they were. */
    public long sameFiles;

    public long vanishedFiles;

    public FileLister(
            ListingWriter listing,
            EntryMaker maker,
            FileContents contents,
            SnapshotNeeds needs,
            FailureList failures,
            DeltaTally delta,
            FormerEntries former,
            HardLinks links) {
        this.listing = listing;
        this.maker = maker;
        this.contents = contents;
        this.needs = needs;
        this.failures = failures;
        this.delta = delta;
        this.former = former;
        this.links = links;
    }

    public void countFile(long sizeBytes) {
        files++;
        bytes += sizeBytes;
    }

    /** Lists an entry that was made, or taken over, without reading content. */
    public void list(Entry entry) {
        if (!links.hasParted(entry)) {
            listing.add(links.followed(entry));
            return;
        }
        failures.add(
                entry.path(),
                new Problem(
                        Kind.OTHER,
                        "is another name of \"" + entry.hardLinkTo().orElseThrow()
                                + "\", which could not be read, or has become another file"));
        Entry alone = links.alone(entry);
        bytes += alone.sizeBytes() - entry.sizeBytes();
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
                failures.add(file.path, Objects.requireNonNull(file.problem));
                add(file, true);
            }
            case VANISHED -> {
                vanishedFiles++;
                if (file.former != null) {
                    delta.removed(file.former);
                }
                links.notRead(file, null);
            }
            case FAILED -> {
                failures.add(file.path, Objects.requireNonNull(file.problem));
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
            newFiles++;
            delta.added(listed);
            return;
        }
        Set<Aspect> aspects = EntryComparison.aspects(
                file.former, listed, former.contentOf(file.former).isSame(content));
        if (aspects.isEmpty()) {
            sameFiles++;
        } else {
            changedFiles++;
            delta.changed(file.former, listed, aspects);
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
            delta.added(failed);
        } else {
            delta.changed(before, failed, Set.of(Aspect.TYPE));
        }
    }

    private void add(Entry entry) {
        countFile(entry.sizeBytes());
        needs.addAttributes(entry);
        listing.add(entry);
    }
}
