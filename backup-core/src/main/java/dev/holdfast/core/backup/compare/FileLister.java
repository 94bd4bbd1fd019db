package dev.holdfast.core.backup.compare;

import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.delta.DeltaTally;
import dev.holdfast.core.delta.EntryComparison;
import dev.holdfast.core.source.FileMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists files that were read, or what is left of those that could not be. For one thread. */
public final class FileLister {

    private final ListingWriter listing;
    private final EntryMaker maker;
    private final FileContents contents;
    private final SnapshotNeeds needs;
    private final FailureList failures;
    private final DeltaTally delta;
    private final FormerEntries former;
    /** Files of several names that are not listed as what their other names are: with what else they are listed, empty for nothing. */
    private final Map<EntryPath, Optional<Entry>> parted = new HashMap<>();
    /** Files of several names that have changed between being found and being read: as they are listed, without content. */
    private final Map<EntryPath, Entry> touched = new HashMap<>();

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
            FormerEntries former) {
        this.listing = listing;
        this.maker = maker;
        this.contents = contents;
        this.needs = needs;
        this.failures = failures;
        this.delta = delta;
        this.former = former;
    }

    public void countFile(long sizeBytes) {
        files++;
        bytes += sizeBytes;
    }

    /** Lists an entry that was made, or taken over, without reading content. */
    public void list(Entry entry) {
        EntryPath first = entry.hardLinkTo().orElse(null);
        if (first == null || entry.keptFrom().isPresent()) {
            listing.add(entry);
        } else if (parted.containsKey(first)) {
            failures.add(
                    entry.path(),
                    "is another name of \"" + first + "\", which could not be read, or has become another file");
            listing.add(withoutFirst(entry, parted.get(first).orElse(null)));
        } else {
            Entry now = touched.get(first);
            listing.add(now == null ? entry : EntryMaker.alike(entry, now));
        }
    }

    /**
     * What is left of a hard link whose first name is not the file any more that they both were.
     *
     * @param first as it is listed; null if it is not, or has no content
     */
    private Entry withoutFirst(Entry entry, @Nullable Entry first) {
        Entry before = former.find(entry.path())
                .filter(found -> found.type() == EntryType.FILE)
                .orElse(null);
        if (before == null) {
            bytes -= entry.sizeBytes();
            return entry.toBuilder().hardLinkTo(null).sizeBytes(0).failed(true).build();
        }
        boolean linked = first != null
                && first.keptFrom().isPresent()
                && before.hardLinkTo().filter(first.path()::equals).isPresent()
                && before.sizeBytes() == first.sizeBytes();
        Entry rest = linked ? before : former.alone(before);
        bytes += rest.sizeBytes() - entry.sizeBytes();
        needs.addAttributes(rest);
        needs.addTakenOver(rest.content());
        return kept(rest, former.snapshotOf(rest.path()));
    }

    public void list(FileTask file) {
        switch (file.outcome) {
            case READ -> add(file, false);
            case UNSTEADY -> {
                failures.add(file.path, file.reason);
                add(file, true);
            }
            case VANISHED -> {
                vanishedFiles++;
                if (file.former != null) {
                    delta.removed(file.former);
                }
                part(file, null);
            }
            case FAILED -> {
                failures.add(file.path, file.reason);
                addFailed(file);
            }
        }
    }

    /** Other names of the file must not be listed as if what is listed here were theirs. */
    private void part(FileTask file, @Nullable Entry listed) {
        if (hasOtherNames(file)) {
            parted.put(
                    file.path,
                    Optional.ofNullable(listed)
                            .map(entry ->
                                    entry.toBuilder().content(Content.EMPTY).build()));
        }
    }

    private static boolean hasOtherNames(FileTask file) {
        return file.source != null && file.source.metadata().links() > 1;
    }

    /** Other names were found as the file was, which was read later. */
    private void noteChanges(FileTask file, Entry listed) {
        FileMetadata read = file.metadata;
        if (read == null || !hasOtherNames(file)) {
            return;
        }
        FileMetadata found = Objects.requireNonNull(file.source).metadata();
        if (found.inode() != read.inode() || found.fileSystem() != read.fileSystem()) {
            part(file, listed);
        } else if (!found.changed().equals(read.changed())) {
            touched.put(file.path, listed.toBuilder().content(Content.EMPTY).build());
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
        noteChanges(file, listed);
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
            Entry kept = kept(former.alone(before), former.snapshotOf(before.path()));
            needs.addTakenOver(kept.content());
            add(kept);
            part(file, kept.failed() ? null : kept);
            return;
        }
        part(file, null);
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

    /** An entry as it was, marked as not read since. */
    public Entry kept(Entry entry, SnapshotId from) {
        SnapshotId since = entry.keptFrom().orElse(from);
        return entry.toBuilder().keptFrom(since).build();
    }
}
