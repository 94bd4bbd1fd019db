package dev.holdfast.core.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.Entries;
import dev.holdfast.core.catalog.MemoryCatalog;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ListingMergeTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MemoryCatalog catalog = new MemoryCatalog();

    /** Versions by path; what a merge must stop at is what differs between two of them. */
    private static TreeMap<EntryPath, Long> tree(int entries, Random random) {
        TreeMap<EntryPath, Long> tree = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            tree.put(EntryPath.of("d" + random.nextInt(1 + entries / 100) + "/f" + random.nextInt(10 * entries)), 1L);
        }
        return tree;
    }

    private static TreeMap<EntryPath, Long> edited(TreeMap<EntryPath, Long> tree, int edits, Random random) {
        TreeMap<EntryPath, Long> edited = new TreeMap<>(tree);
        List<EntryPath> paths = new ArrayList<>(tree.keySet());
        for (int i = 0; i < edits; i++) {
            EntryPath path = paths.get(random.nextInt(paths.size()));
            switch (random.nextInt(3)) {
                case 0 -> edited.remove(path);
                case 1 -> edited.put(path, 2L + i);
                default -> edited.put(EntryPath.of(path + "-new"), 1L);
            }
        }
        return edited;
    }

    private PageTree write(Map<EntryPath, Long> tree, MemoryCatalog into) {
        ListingWriter listing = new ListingWriter(
                into, SECRET, new ParentPages((writer, block) -> true), page -> {}, new ListingWriter.Listener() {});
        tree.forEach((path, version) -> listing.add(Entries.file(path.toString(), version)));
        return listing.finish();
    }

    private static ListingMerge merge(PageTree before, PageTree after, MemoryCatalog catalog, EntryPath below) {
        return new ListingMerge(
                new ListingCursor(before, catalog.blocks(), below),
                new ListingCursor(after, catalog.blocks(), below),
                below);
    }

    @Property(tries = 60)
    void itStopsAtEveryDifferenceAndAtNothingTwice(
            @ForAll @IntRange(min = 1, max = 4_000) int entries,
            @ForAll @IntRange(max = 60) int edits,
            @ForAll boolean part,
            @ForAll long seed) {
        Random random = new Random(seed);
        TreeMap<EntryPath, Long> one = tree(entries, random);
        TreeMap<EntryPath, Long> other = edited(one, edits, random);
        MemoryCatalog stored = new MemoryCatalog();
        EntryPath below = part ? one.firstKey().parent().orElseThrow() : EntryPath.ROOT;
        ListingMerge merge = merge(write(one, stored), write(other, stored), stored, below);

        TreeSet<EntryPath> expected = new TreeSet<>();
        one.forEach((path, version) -> {
            if (!version.equals(other.get(path))) {
                expected.add(path);
            }
        });
        other.keySet().stream().filter(path -> !one.containsKey(path)).forEach(expected::add);
        expected.removeIf(path -> !path.startsWith(below));
        List<EntryPath> found = new ArrayList<>();
        EntryPath last = null;
        while (merge.next()) {
            Entry left = merge.before();
            Entry right = merge.after();
            EntryPath path = (left == null ? right : left).path();
            assertThat(path).isGreaterThan(last == null ? EntryPath.ROOT : last);
            last = path;
            assertThat(left != null).isEqualTo(one.containsKey(path));
            assertThat(right != null).isEqualTo(other.containsKey(path));
            if (left == null || right == null || !left.modified().equals(right.modified())) {
                found.add(path);
            }
        }
        assertThat(found).containsExactlyElementsOf(expected);
    }

    @Test
    void whatBothHaveIsNotRead() {
        TreeMap<EntryPath, Long> one = tree(50_000, new Random(7));
        TreeMap<EntryPath, Long> other = edited(one, 10, new Random(8));
        PageTree before = write(one, catalog);
        int pages = catalog.pages();
        PageTree after = write(other, catalog);

        ListingMerge same = merge(before, before, catalog, EntryPath.ROOT);
        assertThat(same.next()).isFalse();
        assertThat(catalog.reads()).isZero();

        ListingMerge merge = merge(before, after, catalog, EntryPath.ROOT);
        int stops = 0;
        while (merge.next()) {
            stops++;
        }
        assertThat(stops).isBetween(10, 2_600);
        assertThat(pages).isGreaterThan(500);
        assertThat(catalog.reads()).isLessThan(100);
    }
}
