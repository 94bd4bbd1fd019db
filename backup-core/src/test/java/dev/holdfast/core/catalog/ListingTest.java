package dev.holdfast.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.entry.EntryCodec;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeCodec;
import dev.holdfast.core.catalog.page.TreePages;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MANY = 25_000;

    private final MemoryCatalog catalog = new MemoryCatalog();

    @Property(tries = 50)
    void anyEntriesComeBackInPathOrder(@ForAll("entries") List<Entry> unordered, @ForAll long seed) {
        TreeMap<EntryPath, Entry> entries = new TreeMap<>();
        unordered.forEach(entry -> entries.put(entry.path(), entry));
        // Only directories have something below them.
        new ArrayList<>(entries.values()).forEach(entry -> {
            EntryPath next = entries.higherKey(entry.path());
            if (entry.type() != EntryType.DIRECTORY && next != null && next.startsWith(entry.path())) {
                entries.remove(entry.path());
            }
        });
        MemoryCatalog catalog = new MemoryCatalog();
        PageTree tree = write(entries.values(), catalog);
        List<Entry> read = Entries.all(tree, catalog.blocks());
        assertThat(read).hasSize(entries.size());
        assertThat(tree.count()).isEqualTo(entries.size());
        int i = 0;
        for (Entry expected : entries.values()) {
            Entries.assertEqual(read.get(i++), expected);
        }
        if (!entries.isEmpty()) {
            EntryPath from = new ArrayList<>(entries.keySet()).get(new Random(seed).nextInt(entries.size()));
            ListingCursor cursor = new ListingCursor(tree, catalog.blocks(), from);
            List<EntryPath> rest = new ArrayList<>();
            while (cursor.next()) {
                rest.add(cursor.entry().path());
            }
            assertThat(rest)
                    .containsExactlyElementsOf(entries.tailMap(from, true).keySet());
        }
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        return Entries.any().list().ofMaxSize(120);
    }

    @Property(tries = 15)
    void checkpointsLeaveTheFinalListingAsItWouldHaveBeen(
            @ForAll @IntRange(max = 3_000) int count, @ForAll @IntRange(min = 100, max = 900) int every) {
        List<Entry> entries = files(count, i -> false);
        MemoryCatalog plain = new MemoryCatalog();
        PageTree expected = write(entries, plain);
        MemoryCatalog own = new MemoryCatalog();
        MemoryCatalog aside = new MemoryCatalog("20261124T081500Z-0123456789ab");
        ListingWriter listing = writer(own, new ParentPages((w, b) -> true), new HashSet<>());
        for (int i = 0; i < count; i++) {
            listing.add(entries.get(i));
            if (i % every == 0) {
                PageTree partial = listing.checkpoint(aside);
                assertThat(partial.count()).isEqualTo(i + 1L);
                PageSource both = page -> (page.writer().equals(MemoryCatalog.WRITER) ? own : aside)
                        .blocks()
                        .read(page);
                assertThat(paths(partial, both)).containsExactlyElementsOf(paths(entries.subList(0, i + 1)));
            }
        }
        assertThat(listing.finish()).isEqualTo(expected);
        assertThat(own.storedBytes()).isEqualTo(plain.storedBytes());
    }

    /** Goals of the format: edits scattered over the listing store little of it again. */
    @ParameterizedTest
    @CsvSource({"100, 60", "1000, 12", "1000000, 1"})
    void unchangedStretchesReferToTheParentsPages(int oneOf, int mostPercent) {
        PageTree parent = write(files(MANY, i -> false), catalog);
        long whole = catalog.storedBytes();
        int before = catalog.pages();
        List<Entry> changed = files(MANY, i -> new Random(i * 7L).nextInt(oneOf) == 0);
        MemoryCatalog next = new MemoryCatalog("20261124T081500Z-0123456789ab");
        Set<ChunkRef> used = new HashSet<>();
        ParentPages pages = new ParentPages((writer, block) -> true);
        ListingWriter listing = writer(next, pages, used);
        ListingCursor cursor = new ListingCursor(parent, catalog.blocks(), EntryPath.ROOT, pages);
        for (Entry entry : changed) {
            assertThat(cursor.next()).isTrue();
            if (entry.sizeBytes() == cursor.entry().sizeBytes()) {
                cursor.copyTo(listing);
            } else {
                listing.add(entry);
            }
        }
        PageTree tree = listing.finish();
        assertThat(100 * next.storedBytes() / whole).isLessThanOrEqualTo(mostPercent);
        PageSource both = page -> (page.writer().equals(MemoryCatalog.WRITER) ? catalog : next)
                .blocks()
                .read(page);
        assertThat(paths(tree, both)).hasSize(MANY);
        Set<ChunkRef> all = new HashSet<>();
        TreePages.leaves(tree, both, all::add);
        assertThat(used).isEqualTo(all);
        assertThat(used.stream()
                        .filter(page -> page.writer().equals(MemoryCatalog.WRITER))
                        .count())
                .isBetween(1L, (long) before);
    }

    @Test
    void nothingOfABlockIsReferredToThatMustNotBeUsed() {
        PageTree parent = write(files(2_000, i -> false), catalog);
        MemoryCatalog next = new MemoryCatalog("20261124T081500Z-0123456789ab");
        ParentPages pages = new ParentPages((writer, block) -> block % 2 == 0);
        Set<ChunkRef> used = new HashSet<>();
        ListingWriter listing = writer(next, pages, used);
        ListingCursor cursor = new ListingCursor(parent, catalog.blocks(), EntryPath.ROOT, pages);
        while (cursor.next()) {
            cursor.copyTo(listing);
        }
        listing.finish();
        assertThat(used).anyMatch(page -> page.writer().equals(MemoryCatalog.WRITER));
        assertThat(used).noneMatch(page -> page.writer().equals(MemoryCatalog.WRITER) && page.block() % 2 == 1);
    }

    @Test
    void oneEntryIsFoundByReadingOnePageALevel() {
        List<Entry> entries = files(MANY, i -> false);
        PageTree tree = write(entries, catalog);
        assertThat(tree.levels()).isPositive();
        for (int i = 0; i < MANY; i += 9_973) {
            int before = catalog.reads();
            ListingCursor cursor =
                    new ListingCursor(tree, catalog.blocks(), entries.get(i).path());
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.entry().path()).isEqualTo(entries.get(i).path());
            assertThat(catalog.reads() - before).isLessThanOrEqualTo(tree.levels() + 1);
        }
    }

    @Test
    void longPathsMakePagesThatFitIntoABlock() {
        List<Entry> entries = new ArrayList<>();
        String directory = ("/" + "d".repeat(249)).repeat(15).substring(1);
        for (int i = 0; i < 6_000; i++) {
            entries.add(Entries.file(directory + "/" + digits(6, i), 1));
        }
        PageSink sink = (bytes, offset, length) -> {
            assertThat(length).isLessThan(256 << 10);
            return catalog.put(bytes, offset, length);
        };
        PageTree tree = write(entries, sink);
        ByteSink root = new ByteSink();
        JsonWriter json = new JsonWriter(root);
        json.beginObject();
        TreeCodec.write(json, "listing", tree);
        json.end();
        assertThat(root.size()).isLessThan(200 << 10);
        assertThat(paths(tree, catalog.blocks())).hasSize(entries.size());
    }

    @Test
    void entriesMustComeInPathOrder() {
        ListingWriter listing = writer(catalog, new ParentPages((w, b) -> true), new HashSet<>());
        listing.add(Entries.file("a/b", 1));
        assertThatThrownBy(() -> listing.add(Entries.file("a/b", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> listing.add(Entries.file("a", 1))).isInstanceOf(IllegalArgumentException.class);
        listing.add(Entries.file("a b", 1));
    }

    @Test
    void aHostileListingEndsInAnErrorThatNamesThePage() {
        ChunkRef descending = page(Entries.file("b", 1), Entries.file("a", 1));
        assertHostile(new PageTree(0, List.of(new PageRef(descending, 2, EntryPath.of("b"), 0))), "stands behind");
        ChunkRef twice = page(Entries.file("a", 1), Entries.file("b", 1));
        PageRef leaf = new PageRef(twice, 2, EntryPath.of("a"), 0);
        assertHostile(new PageTree(0, List.of(leaf, leaf)), "stands behind");
        PageRef swapped = new PageRef(page(Entries.file("c", 1)), 1, EntryPath.of("c"), 0);
        assertHostile(new PageTree(0, List.of(swapped, leaf)), "stands behind");
        assertHostile(new PageTree(1, List.of(references(swapped, leaf))), "stands behind");
        PageRef many = references(leaf, leaf, leaf);
        for (int level = 1; level < PageTree.MAX_LEVELS; level++) {
            assertHostile(new PageTree(level, List.of(many, many)), "stands behind");
            many = references(many, many, many);
        }
        assertHostile(
                new PageTree(
                        0, List.of(new PageRef(put("{\"path\":\"a\",\"type\":\"file\"}"), 1, EntryPath.of("a"), 0))),
                "");
        assertHostile(new PageTree(0, List.of(new PageRef(put("\n\n"), 1, EntryPath.of("a"), 0))), "");
        assertHostile(new PageTree(1, List.of(leaf)), "");
        assertHostile(new PageTree(0, List.of(references(leaf))), "");
    }

    @Test
    void everyDamagedPageIsNoticedAndNamed() {
        PageTree tree = write(files(800, i -> false), catalog);
        List<ChunkRef> pages = new ArrayList<>();
        TreePages.leaves(tree, catalog.blocks(), pages::add);
        for (ChunkRef page : pages) {
            catalog.damage(page);
            assertThatThrownBy(() -> Entries.all(tree, catalog.blocks()))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("catalog/" + page.writer() + "#" + page.block());
            catalog.damage(page);
        }
        assertThat(Entries.all(tree, catalog.blocks())).hasSize(800);
    }

    private void assertHostile(PageTree tree, String message) {
        assertThatThrownBy(() -> Entries.all(tree, catalog.blocks()))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(message);
    }

    private ChunkRef page(Entry... entries) {
        ByteSink bytes = new ByteSink();
        JsonWriter json = new JsonWriter(bytes);
        for (Entry entry : entries) {
            EntryCodec.write(json, entry);
            json.endLine();
        }
        return catalog.put(bytes.array(), 0, bytes.size());
    }

    private PageRef references(PageRef... below) {
        ByteSink bytes = new ByteSink();
        JsonWriter json = new JsonWriter(bytes);
        for (PageRef page : below) {
            TreeCodec.writeRef(json, page);
            json.endLine();
        }
        return PageRef.above(catalog.put(bytes.array(), 0, bytes.size()), List.of(below));
    }

    private ChunkRef put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return catalog.put(bytes, 0, bytes.length);
    }

    /** Files in directories of two hundred; changed ones are longer. */
    private static List<Entry> files(int count, IntPredicate changed) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = "home/jan/d" + digits(5, i / 200) + "/file-" + digits(7, i) + ".txt";
            entries.add(Entries.file(path, changed.test(i) ? 2 : 1));
        }
        return entries;
    }

    /** Formatting takes longer than all the rest. */
    private static String digits(int count, int number) {
        return Integer.toString((int) Math.pow(10, count) + number).substring(1);
    }

    private static ListingWriter writer(PageSink sink, ParentPages parent, Set<ChunkRef> used) {
        return new ListingWriter(sink, SECRET, parent, used::add, new ListingWriter.Listener() {});
    }

    private static PageTree write(Collection<Entry> entries, PageSink sink) {
        ListingWriter listing = writer(sink, new ParentPages((w, b) -> true), new HashSet<>());
        entries.forEach(listing::add);
        return listing.finish();
    }

    private static List<EntryPath> paths(PageTree tree, PageSource source) {
        return paths(Entries.all(tree, source));
    }

    private static List<EntryPath> paths(List<Entry> entries) {
        return entries.stream().map(Entry::path).toList();
    }
}
