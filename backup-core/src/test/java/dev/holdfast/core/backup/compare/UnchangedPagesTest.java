package dev.holdfast.core.backup.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.backup.pages.PageSummaries;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.catalog.MemoryCatalog;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.failure.FailureList;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import dev.holdfast.core.source.SourceEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a listing of many pages, and what the sources show of them a day later. */
class UnchangedPagesTest {

    private static final SnapshotId PARENT = SnapshotId.of("20261123T081500Z-0123456789ab");
    private static final Instant TIME = Instant.parse("2026-11-23T08:00:00Z");
    private static final int COUNT = 3_000;
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private final MemoryCatalog catalog = new MemoryCatalog();
    private final ParentPages usable = new ParentPages((writer, block) -> true);
    private final Log log = new Log();
    private PageTree listing = PageTree.EMPTY;
    private Remembered remembered;

    /** What was told. */
    private static final class Log implements Verdicts {

        final List<String> singly = new ArrayList<>();
        long inPages;
        int pages;

        @Override
        public void unchanged(Entry former, ListingCursor cursor) {
            singly.add("unchanged " + former.path());
        }

        @Override
        public boolean unchangedPage(PageRef page, EntryPath lastPath, PageSummary summary) {
            pages++;
            inPages += page.count();
            return true;
        }

        @Override
        public void made(Entry entry, @Nullable Entry former) {
            singly.add("made " + entry.path());
        }

        @Override
        public void toRead(FileTask task) {
            singly.add("read " + task.path);
        }

        @Override
        public void removed(Entry former) {
            singly.add("removed " + former.path());
        }

        @Override
        public void kept(Entry entry) {
            singly.add("kept " + entry.path());
        }

        @Override
        public void unknown(EntryPath path) {
            singly.add("unknown " + path);
        }

        List<String> changes() {
            return singly.stream().filter(each -> !each.startsWith("unchanged")).toList();
        }
    }

    @BeforeEach
    void makeListing() {
        makeListing(-1);
    }

    /** @param racy an entry that was changed a moment before it was read; −1 for none */
    private void makeListing(int racy) {
        remembered = new Remembered(directory);
        SnapshotNeeds needs = new SnapshotNeeds(new LiveMasks(1 << 20, 1 << 18), page -> new byte[0], remembered, null);
        ListingWriter writer =
                new ListingWriter(catalog, SECRET, usable, page -> {}, new PageSummaries(remembered, needs));
        EntryMaker maker = maker();
        for (int i = 0; i < COUNT; i++) {
            Instant readAt = i == racy ? TIME : TIME.plusSeconds(60);
            writer.add(maker.entry(path(i), metadata(i).build(), readAt).build());
        }
        listing = writer.finish();
        remembered.replace();
        remembered.close();
        remembered = new Remembered(directory);
    }

    @AfterEach
    void close() {
        remembered.close();
    }

    private static EntryPath path(int i) {
        return EntryPath.of("f" + Integer.toString(10_000 + i).substring(1));
    }

    private static FileMetadata.Builder metadata(int i) {
        return FileMetadata.builder(EntryType.FILE)
                .sizeBytes(i)
                .modified(TIME)
                .changed(TIME)
                .identity(1, i)
                .links(1)
                .mode(0644);
    }

    private EntryMaker maker() {
        return new EntryMaker(catalog, 1 << 18, new FailureList(), Clock.systemUTC());
    }

    private static SourceItem item(EntryPath path, FileMetadata metadata) {
        return new SourceItem(
                path,
                SourceEntry.ofSnapshot(path, Path.of("/" + path), new MetadataReader(Posix.best()), metadata),
                null);
    }

    private static List<SourceItem> items() {
        List<SourceItem> items = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            items.add(item(path(i), metadata(i).build()));
        }
        return items;
    }

    private void compare(List<SourceItem> items, Rereading rereading) {
        FailureList failures = new FailureList();
        FormerEntries former = FormerEntries.of(PARENT, listing, catalog.blocks(), usable);
        Comparison comparison =
                new Comparison(former, maker(), new HardLinks(former), rereading, log, new RunCounters(), failures);
        UnchangedPages pages = new UnchangedPages(comparison, remembered);
        items.forEach(pages::accept);
        pages.accept(null);
    }

    private void compare(List<SourceItem> items) {
        compare(items, new Rereading(false, (writer, block) -> true, 0));
    }

    private void compareWith(int i, UnaryOperator<FileMetadata.Builder> change) {
        List<SourceItem> items = items();
        items.set(i, item(path(i), change.apply(metadata(i)).build()));
        compare(items);
    }

    @Test
    void noLeafPageIsReadOfWhatIsUnchanged() {
        int before = catalog.reads();
        compare(items());
        assertThat(log.inPages).isEqualTo(COUNT);
        assertThat(log.pages).isGreaterThan(10);
        assertThat(log.singly).isEmpty();
        assertThat(catalog.reads() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void aChangedEntryCostsItsPage() {
        for (int i : new int[] {0, 1, 777, COUNT - 1}) {
            log.singly.clear();
            log.inPages = 0;
            compareWith(i, file -> file.changed(TIME.plusNanos(1)));
            assertThat(log.changes()).containsExactly("read " + path(i));
            assertThat(log.singly.size()).isLessThanOrEqualTo(256);
            assertThat(log.inPages + log.singly.size()).isEqualTo(COUNT);
        }
    }

    @Test
    void aFileOfSeveralNamesIsLookedAtByItself() {
        compareWith(1_234, file -> file.links(2));
        assertThat(log.singly).contains("unchanged " + path(1_234));
    }

    @Test
    void whatMayHaveChangedWithoutATraceIsReadAgain() {
        remembered.close();
        makeListing(500);
        compare(items());
        assertThat(log.changes()).containsExactly("read " + path(500));
    }

    @Test
    void whatIsGoneOrNewIsSeenWhereverItLies() {
        List<SourceItem> items = items();
        items.add(item(EntryPath.of("g"), metadata(COUNT).build()));
        items.remove(2_000);
        items.add(1_000, item(EntryPath.of(path(999) + "-"), metadata(COUNT + 1).build()));
        items.remove(0);
        items.add(0, item(EntryPath.of("a"), metadata(COUNT + 2).build()));
        compare(items);
        assertThat(log.changes())
                .containsExactlyInAnyOrder(
                        "read a", "removed " + path(0), "read " + path(999) + "-", "removed " + path(2_000), "read g");
        assertThat(log.inPages).isGreaterThan(COUNT / 2);
    }

    @Test
    void whateverEndsEarlyIsRemoved() {
        compare(items().subList(0, COUNT - 1));
        assertThat(log.changes()).containsExactly("removed " + path(COUNT - 1));
    }

    @Test
    void whoeverReadsEverythingAgainLooksAtEveryEntry() {
        compare(items(), new Rereading(true, (writer, block) -> true, 0));
        assertThat(log.pages).isZero();
        assertThat(log.changes()).hasSize(COUNT);
    }

    @Test
    void nothingIsPassedOfWhichNothingIsKnown() {
        remembered.close();
        remembered = new Remembered(directory.resolve("elsewhere"));
        compare(items());
        assertThat(log.pages).isZero();
        assertThat(log.singly).hasSize(COUNT);
    }
}
