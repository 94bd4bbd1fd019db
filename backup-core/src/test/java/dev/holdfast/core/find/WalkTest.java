package dev.holdfast.core.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.selection.Glob;
import dev.holdfast.core.catalog.Entries;
import dev.holdfast.core.catalog.MemoryCatalog;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalkTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FILES = 50_000;

    private static final MemoryCatalog CATALOG = new MemoryCatalog();

    private static PageTree tree;

    private final int readBefore = CATALOG.reads();

    @BeforeAll
    static void write() {
        tree = listing(-1);
    }

    private static Entry file(int number, long version) {
        String directory = Integer.toString(1_000 + number / 100).substring(1);
        String name = Integer.toString(100_000 + number).substring(1);
        return Entries.file("home/d" + directory + "/file-" + name + ".txt", version);
    }

    private static PageTree listing(int changed) {
        ListingWriter listing = new ListingWriter(
                CATALOG, SECRET, new ParentPages((writer, block) -> true), page -> {}, new ListingWriter.Listener() {});
        for (int i = 0; i < FILES; i++) {
            listing.add(file(i, i == changed ? 2 : 1));
        }
        return listing.finish();
    }

    private int reads() {
        return CATALOG.reads() - readBefore;
    }

    @Test
    void aPageThatSeveralSnapshotsShareIsReadOnce() {
        int pages = CATALOG.pages();
        PageTree second = listing(12_345);
        Sought sought = new Sought();
        sought.pattern(Glob.of("*345.txt"));
        Walk walk = new Walk(sought);
        assertThat(walk.found(tree, CATALOG.blocks())).hasSize(FILES / 1000);
        int reads = reads();
        assertThat(reads).isBetween(500, pages);
        assertThat(walk.found(second, CATALOG.blocks()))
                .hasSize(FILES / 1000)
                .anyMatch(entry -> entry.sizeBytes() == 2);
        assertThat(reads()).isLessThan(reads + 25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"home/d123/file-12345.txt", "home/d123/*12345*", "/home/d123/file-12345.txt"})
    void onlyPagesThatMayHoldTheSoughtAreRead(String pattern) {
        Sought sought = new Sought();
        sought.pattern(Glob.of(pattern));
        assertThat(new Walk(sought).found(tree, CATALOG.blocks()))
                .extracting(Entry::path)
                .containsExactly(EntryPath.of("home/d123/file-12345.txt"));
        assertThat(reads()).isLessThan(10);
    }

    /** Where the sought lies at the very border of a page, neither side is left out. */
    @Test
    void everyPathIsFoundByItself() {
        List<EntryPath> missed = new ArrayList<>();
        for (int i = 0; i < FILES; i += 97) {
            EntryPath path = file(i, 1).path();
            Sought sought = new Sought();
            sought.path(path);
            if (new Walk(sought).found(tree, CATALOG.blocks()).size() != 1) {
                missed.add(path);
            }
        }
        assertThat(missed).isEmpty();
    }
}
