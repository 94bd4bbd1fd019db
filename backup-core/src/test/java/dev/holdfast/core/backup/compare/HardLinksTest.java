package dev.holdfast.core.backup.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.catalog.MemoryCatalog;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import dev.holdfast.core.source.SourceEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file "a" that is also named "b", with a former snapshot where that matters. */
class HardLinksTest {

    private static final SnapshotId PARENT = SnapshotId.of("20261123T081500Z-0123456789ab");
    private static final EntryPath A = EntryPath.of("a");
    private static final EntryPath B = EntryPath.of("b");
    private static final Instant FOUND = Instant.parse("2026-11-23T08:00:00Z");

    private static FileMetadata metadata(long inode, int sizeBytes, Instant changed) {
        return FileMetadata.builder(EntryType.FILE)
                .sizeBytes(sizeBytes)
                .modified(changed)
                .changed(changed)
                .identity(1, inode)
                .links(2)
                .build();
    }

    private static SourceEntry source(EntryPath path, Path location, FileMetadata found) {
        return SourceEntry.ofSnapshot(path, location, new MetadataReader(Posix.best()), found);
    }

    private static Entry entry(EntryPath path, int sizeBytes, Instant changed) {
        return Entry.builder(path, EntryType.FILE)
                .sizeBytes(sizeBytes)
                .modified(changed)
                .changed(changed)
                .build();
    }

    private static HardLinks links(Entry... former) {
        MemoryCatalog catalog = new MemoryCatalog();
        ListingWriter listing = new ListingWriter(
                catalog,
                "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
                new ParentPages((writer, block) -> true),
                used -> {},
                new ListingWriter.Listener() {});
        for (Entry each : former) {
            listing.add(each);
        }
        return new HardLinks(
                FormerEntries.of(PARENT, listing.finish(), catalog.blocks(), new ParentPages((writer, block) -> true)));
    }

    /** Finds both names; what is to be read is the first, and the second is made. */
    private static FileTask find(HardLinks links) {
        SourceEntry found = source(A, Path.of("a"), metadata(7, 10, FOUND));
        assertThat(links.firstNameOf(A, found)).isNull();
        return FileTask.file(A, found, null);
    }

    private static Entry link(HardLinks links) {
        HardLinks.First first = links.firstNameOf(B, source(B, Path.of("b"), metadata(7, 10, FOUND)));
        assertThat(first).isNotNull();
        Entry link = first.linkedBy(entry(B, 10, FOUND));
        assertThat(link.hardLinkTo()).contains(A);
        return link;
    }

    @Test
    void theFirstNameHasTheContentAndOthersNameIt() {
        HardLinks links = links();
        FileTask task = find(links);
        task.metadata = metadata(7, 10, FOUND);
        links.read(task, entry(A, 10, FOUND));
        Entry link = link(links);
        assertThat(links.hasParted(link)).isFalse();
        assertThat(links.followed(link)).isSameAs(link);
        assertThat(links.firstNameOf(
                        EntryPath.of("c"), source(EntryPath.of("c"), Path.of("c"), metadata(8, 10, FOUND))))
                .as("another file")
                .isNull();
    }

    @Test
    void aLinkFollowsAFileThatChangedWhileItWasRead() {
        HardLinks links = links();
        FileTask task = find(links);
        Entry link = link(links);
        Instant later = FOUND.plusSeconds(5);
        task.metadata = metadata(7, 12, later);
        links.read(task, entry(A, 12, later));
        assertThat(links.hasParted(link)).isFalse();
        Entry followed = links.followed(link);
        assertThat(followed.hardLinkTo()).contains(A);
        assertThat(followed.sizeBytes()).isEqualTo(12);
        assertThat(followed.changed()).contains(later);
        assertThat(followed.isTrustworthy())
                .as("is compared again by the next run")
                .isFalse();
    }

    @Test
    void aLinkPartsFromANameThatHasBecomeAnotherFile() {
        HardLinks links = links(entry(B, 10, FOUND));
        FileTask task = find(links);
        task.metadata = metadata(9, 10, FOUND);
        links.read(task, entry(A, 10, FOUND));
        Entry link = link(links);
        assertThat(links.hasParted(link)).isTrue();
        Entry alone = links.alone(link);
        assertThat(alone.hardLinkTo()).isEmpty();
        assertThat(alone.keptFrom()).contains(PARENT);
        assertThat(alone.failed()).isFalse();
    }

    @Test
    void withoutAFormerEntryNothingIsLeftOfALinkThatParts() {
        HardLinks links = links();
        links.notRead(find(links), null);
        Entry link = link(links);
        assertThat(links.hasParted(link)).isTrue();
        Entry alone = links.alone(link);
        assertThat(alone.failed()).isTrue();
        assertThat(alone.sizeBytes()).isZero();
        assertThat(alone.hardLinkTo()).isEmpty();
    }

    @Test
    void namesThatAreBothKeptStayTogether() {
        Entry first = entry(A, 10, FOUND);
        Entry second = entry(B, 10, FOUND).toBuilder().hardLinkTo(A).build();
        HardLinks links = links(first, second);
        links.notRead(find(links), first.toBuilder().keptFrom(PARENT).build());
        Entry alone = links.alone(link(links));
        assertThat(alone.hardLinkTo()).contains(A);
        assertThat(alone.keptFrom()).contains(PARENT);
        assertThat(links.hasParted(alone)).as("what is kept stays as it was").isFalse();
    }

    @Test
    void whatIsKeptTakesTheContentAlongWhereTheFirstNameIsGone() {
        Entry second = entry(B, 10, FOUND).toBuilder().hardLinkTo(A).build();
        HardLinks links = links(entry(A, 10, FOUND), second);
        links.notRead(find(links), null);
        Entry alone = links.alone(link(links));
        assertThat(alone.hardLinkTo()).isEmpty();
        assertThat(alone.sizeBytes()).isEqualTo(10);
        assertThat(alone.failed()).isFalse();
    }

    @Test
    void aFileThatHasGotTheInodeOfOneThatIsGoneIsNoOtherNameOfIt(@TempDir Path directory) throws Exception {
        MetadataReader reader = new MetadataReader(Posix.best());
        Path a = Files.createFile(directory.resolve("a"));
        Path b = Files.createLink(directory.resolve("b"), a);
        HardLinks links = links();
        FileMetadata found = reader.read(a).orElseThrow();
        assertThat(links.firstNameOf(A, source(A, a, found))).isNull();
        SourceEntry changed = source(
                B, b, found.toBuilder().changed(found.changed().plusSeconds(1)).build());
        assertThat(links.firstNameOf(B, changed)).isNotNull();
        Files.delete(a);
        assertThat(links.firstNameOf(B, changed)).as("a is gone").isNull();
        assertThat(links.firstNameOf(EntryPath.of("c"), changed).path()).isEqualTo(B);
    }
}
