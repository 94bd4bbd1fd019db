package dev.holdfast.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.ContentWriter;
import dev.holdfast.core.catalog.page.KnownPages;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ContentTest {

    private final MemoryCatalog catalog = new MemoryCatalog();

    @Property(tries = 80)
    void anyItemsComeBackInOrder(
            @ForAll @IntRange(max = 6_000) int count, @ForAll @IntRange(min = 2, max = 50) int holeEvery) {
        MemoryCatalog catalog = new MemoryCatalog();
        List<ContentItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(i % holeEvery == 0 ? ContentItem.hole(1L + i) : ContentItem.chunk(Entries.chunk(i)));
        }
        Content content = write(items, catalog);
        assertThat(values(read(content, catalog))).isEqualTo(values(items));
        assertThat(content.items().size()).isLessThanOrEqualTo(64);
        PageTree pages = content.pages();
        if (pages != null) {
            assertThat(pages.count()).isEqualTo(count);
            assertThat(pages.pages().stream().mapToLong(PageRef::bytes).sum())
                    .isEqualTo(
                            items.stream().mapToLong(ContentItem::lengthBytes).sum());
        }
    }

    @Test
    void aFileOf16TiBHasAShallowTree() {
        // As many items as 16 TiB of chunks of 256 KiB would have, divided by a hundred.
        ContentWriter writer = new ContentWriter(catalog);
        for (int i = 0; i < 670_000; i++) {
            writer.add(ContentItem.chunk(Entries.chunk(i)));
        }
        PageTree pages = writer.finish().pages();
        assertThat(pages).isNotNull();
        assertThat(pages.levels()).isLessThanOrEqualTo(2);
        assertThat(pages.pages()).hasSizeLessThanOrEqualTo(33);
    }

    @Test
    void unchangedContentOfABigFileRefersToFormerPages() {
        List<ContentItem> items = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            items.add(ContentItem.chunk(Entries.chunk(i)));
        }
        Content before = write(items, catalog);
        long whole = catalog.storedBytes();
        for (int i = 0; i < 3; i++) {
            items.add(20_000 + 100 * i, ContentItem.chunk(Entries.chunk(-i - 1)));
        }
        KnownPages known = new KnownPages((writer, block) -> true);
        new ContentCursor(before, catalog.blocks(), known::add).forEachRemaining(item -> {});
        List<ChunkRef> used = new ArrayList<>();
        Content after = write(items, known.reuse(catalog, used::add));
        assertThat(100 * (catalog.storedBytes() - whole) / whole).isLessThanOrEqualTo(10);
        assertThat(values(read(after))).isEqualTo(values(items));
        List<ChunkRef> visited = new ArrayList<>();
        new ContentCursor(after, catalog.blocks(), visited::add).forEachRemaining(item -> {});
        assertThat(visited).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void aDamagedPageIsNoticedAndNamed() {
        List<ContentItem> items = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            items.add(ContentItem.chunk(Entries.chunk(i)));
        }
        Content content = write(items, catalog);
        List<ChunkRef> pages = new ArrayList<>();
        new ContentCursor(content, catalog.blocks(), pages::add).forEachRemaining(item -> {});
        for (ChunkRef page : pages) {
            catalog.damage(page);
            assertThatThrownBy(() -> read(content))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining(page.writer() + "#" + page.block());
            catalog.damage(page);
        }
    }

    private static List<Object> values(List<ContentItem> items) {
        return items.stream()
                .map(item -> item.isHole() ? (Object) item.lengthBytes() : item.chunk())
                .toList();
    }

    private static Content write(List<ContentItem> items, PageSink sink) {
        ContentWriter writer = new ContentWriter(sink);
        items.forEach(writer::add);
        return writer.finish();
    }

    private List<ContentItem> read(Content content) {
        return read(content, catalog);
    }

    private static List<ContentItem> read(Content content, MemoryCatalog catalog) {
        List<ContentItem> items = new ArrayList<>();
        new ContentCursor(content, catalog.blocks()).forEachRemaining(items::add);
        return items;
    }
}
