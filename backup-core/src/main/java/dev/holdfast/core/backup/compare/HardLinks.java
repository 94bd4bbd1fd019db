package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files of several names within one run. The name that is met first has the content, all others name it. A file is read
 * after its names were found, so what is listed under the first name may have changed, and then the others follow it;
 * or it is not the file any more that it was, and then they <em>part</em> from it. For one thread.
 */
public final class HardLinks {

    /** The first name of a file of several, and how the file was found by it. */
    record First(EntryPath path, Path location, long sizeBytes, Instant modified, Instant changed) {

        /** Another name of it. If the file has changed since, it is listed as the first name was found. */
        Entry linkedBy(Entry entry) {
            Entry.Builder link = entry.toBuilder().hardLinkTo(path);
            boolean same = entry.changed().filter(changed::equals).isPresent();
            return same ? link.build() : alike(link, sizeBytes, modified, changed);
        }
    }

    private final FormerEntries former;
    private final Map<Posix.Identity, First> firstNames = new HashMap<>();
    /**
     * By first name, those from which the other names part: as it is listed, without content; empty if it is not, or
     * has none.
     */
    private final Map<EntryPath, Optional<Entry>> parted = new HashMap<>();
    /**
     * By first name, files that have changed between being found and being read: as they are listed, without content.
     */
    private final Map<EntryPath, Entry> touched = new HashMap<>();

    public HardLinks(FormerEntries former) {
        this.former = former;
    }

    /** The first name of the file that was found at a path; null if it is this one, or the only one. */
    @Nullable
    First firstNameOf(EntryPath path, SourceEntry source) {
        FileMetadata metadata = source.metadata();
        if (metadata.type() != EntryType.FILE || metadata.links() < 2) {
            return null;
        }
        First own = new First(path, source.location(), metadata.sizeBytes(), metadata.modified(), metadata.changed());
        First first = firstNames.putIfAbsent(metadata.identity(), own);
        if (first == null || first.path().equals(path)) {
            return null;
        }
        boolean untouched = first.changed().equals(metadata.changed());
        if (untouched || source.isNow(first.location())) {
            return first;
        }
        // The file may be gone, and its inode another file's by now.
        firstNames.put(metadata.identity(), own);
        return null;
    }

    /** Notes how a file is listed that was read. */
    public void read(FileTask file, Entry listed) {
        FileMetadata read = file.metadata;
        if (read == null || !hasOtherNames(file)) {
            return;
        }
        FileMetadata found = Objects.requireNonNull(file.source).metadata();
        if (!found.isOne(read)) {
            parted.put(file.path, Optional.of(listed.withoutContent()));
        } else if (!found.changed().equals(read.changed())) {
            touched.put(file.path, listed.withoutContent());
        }
    }

    /**
     * Notes that a file was not read.
     *
     * @param kept as it is listed with its former content; null if there is none
     */
    public void notRead(FileTask file, @Nullable Entry kept) {
        if (hasOtherNames(file)) {
            parted.put(file.path, Optional.ofNullable(kept).map(Entry::withoutContent));
        }
    }

    private static boolean hasOtherNames(FileTask file) {
        return file.source != null && file.source.metadata().links() > 1;
    }

    /**
     * Whether an entry is a link that cannot stay one: what is listed under the first name is not the file that both
     * names were found to be.
     */
    public boolean hasParted(Entry entry) {
        return firstNameFound(entry).filter(parted::containsKey).isPresent();
    }

    /** What an entry names of what was found in this run; one that is kept names what its snapshot has. */
    private static Optional<EntryPath> firstNameFound(Entry entry) {
        return entry.keptFrom().isPresent() ? Optional.empty() : entry.hardLinkTo();
    }

    /**
     * What is left of a link that has parted: its former entry, marked as kept, or, where it has none, an entry without
     * content that has failed. Where the first name is kept as well, the two stay together as they were.
     */
    public Entry alone(Entry link) {
        Entry before = former.find(link.path())
                .filter(found -> found.type() == EntryType.FILE)
                .orElse(null);
        if (before == null) {
            return link.toBuilder().hardLinkTo(null).sizeBytes(0).failed(true).build();
        }
        boolean together = link.hardLinkTo()
                .flatMap(name -> parted.getOrDefault(name, Optional.empty()))
                .filter(first -> first.keptFrom().isPresent()
                        && before.hardLinkTo().filter(first.path()::equals).isPresent()
                        && before.sizeBytes() == first.sizeBytes())
                .isPresent();
        return former.kept(together ? before : former.alone(before));
    }

    /**
     * An entry; if it is a link, with what its first name is listed with, where the file has changed since that was
     * found.
     */
    public Entry followed(Entry entry) {
        Entry first = firstNameFound(entry).map(touched::get).orElse(null);
        return first == null
                ? entry
                : alike(
                        entry.toBuilder(),
                        first.sizeBytes(),
                        first.modified(),
                        first.changed().orElse(null));
    }

    private static Entry alike(Entry.Builder link, long sizeBytes, Instant modified, @Nullable Instant changed) {
        return link.sizeBytes(sizeBytes)
                .modified(modified)
                .changed(changed)
                .racy(true)
                .build();
    }
}
