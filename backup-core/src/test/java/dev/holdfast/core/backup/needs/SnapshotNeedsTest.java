package dev.holdfast.core.backup.needs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.ContentWriter;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotNeedsTest {

    private static final String WRITER = "20261127T120000Z-000000000001";
    private static final String OTHER = "20261127T130000Z-000000000002";
    private static final int BLOCK = 1 << 20;

    private final Random random = new Random(7);
    private final Pages pages = new Pages();
    private final LiveMasks marks = new LiveMasks(BLOCK, BLOCK);

    /** Pages in memory, of which the reads are counted. */
    private static final class Pages implements PageSink, PageSource {

        private final Map<ChunkRef, byte[]> pages = new HashMap<>();
        int reads;

        @Override
        public ChunkRef put(byte[] bytes, int offset, int length) {
            byte[] page = Arrays.copyOfRange(bytes, offset, offset + length);
            ChunkRef ref = new ChunkRef(Sha256.of(page), WRITER, pages.size() / 3, pages.size() % 3 * 300_000, length);
            pages.put(ref, page);
            return ref;
        }

        @Override
        public byte[] read(ChunkRef page) {
            reads++;
            return Objects.requireNonNull(pages.get(page));
        }
    }

    private Content content(ContentNeeds needs) {
        ContentWriter content = new ContentWriter((bytes, offset, length) -> {
            ChunkRef page = pages.put(bytes, offset, length);
            needs.addPage(page);
            return page;
        });
        for (int i = 0; i < 2_000; i++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            ContentItem item = i % 50 == 7
                    ? ContentItem.hole(4096)
                    : ContentItem.chunk(
                            new ChunkRef(hash, i % 300 < 200 ? WRITER : OTHER, i / 16, i % 16 * 60_000, 60_000));
            needs.add(item);
            content.add(item);
        }
        return content.finish();
    }

    private static List<BlockNeed> remembered(Remembered remembered, Content content) {
        return NeedsCodec.decode(remembered
                .find(NeedsCodec.key(Objects.requireNonNull(content.pages())))
                .orElseThrow());
    }

    @Test
    void contentsAreTakenOverTogetherOrNotAtAll(@TempDir Path directory) {
        ContentNeeds gathered = new ContentNeeds(marks);
        PageTree known = Objects.requireNonNull(content(gathered).pages());
        PageTree unknown =
                Objects.requireNonNull(content(new ContentNeeds(marks)).pages());
        try (Remembered remembered = new Remembered(directory)) {
            new SnapshotNeeds(marks, pages, remembered, null).addMade(Content.of(known), gathered);
            remembered.replace();
        }
        List<byte[]> both = List.of(NeedsCodec.key(known), NeedsCodec.key(unknown));
        try (Remembered remembered = new Remembered(directory)) {
            SnapshotNeeds needs = new SnapshotNeeds(marks, pages, remembered, null);
            assertThat(needs.addTakenOver(List.of(), both)).isFalse();
            remembered.replace();
        }
        try (Remembered remembered = new Remembered(directory)) {
            assertThat(remembered.find(both.get(0)))
                    .as("nothing was kept in its place")
                    .isPresent();
        }
    }

    @Test
    void aContentThatWasMadeIsTakenOverWithoutReadingItsPages(@TempDir Path directory) {
        Content content;
        List<BlockNeed> needed;
        try (Remembered remembered = new Remembered(directory)) {
            SnapshotNeeds needs = new SnapshotNeeds(marks, pages, remembered, null);
            ContentNeeds gathered = needs.gather();
            content = content(gathered);
            needs.addMade(content, gathered);
            needed = gathered.list();
            remembered.replace();
        }
        // Once more, since what was found is written down again.
        for (int run = 0; run < 2; run++) {
            try (Remembered remembered = new Remembered(directory)) {
                assertThat(remembered(remembered, content)).isEqualTo(needed);
            }
            try (Remembered remembered = new Remembered(directory)) {
                new SnapshotNeeds(marks, pages, remembered, null).addTakenOver(content);
                remembered.replace();
            }
        }
        assertThat(pages.reads).isZero();
    }

    @Test
    void whatIsReadFromThePagesIsTheSameAsWhatWasGathered(@TempDir Path directory) {
        ContentNeeds gathered = new ContentNeeds(marks);
        Content content = content(gathered);
        try (Remembered remembered = new Remembered(directory)) {
            new SnapshotNeeds(marks, pages, remembered, null).addTakenOver(content);
            remembered.replace();
        }
        assertThat(pages.reads).isPositive();
        try (Remembered remembered = new Remembered(directory)) {
            assertThat(remembered(remembered, content)).containsExactlyInAnyOrderElementsOf(gathered.list());
        }
    }

    @Test
    void whereChunksAreListenedToEveryContentIsRead(@TempDir Path directory) {
        ContentNeeds gathered = new ContentNeeds(marks);
        Content content = content(gathered);
        List<ChunkRef> heard = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Remembered remembered = new Remembered(directory)) {
                new SnapshotNeeds(marks, pages, remembered, heard::add).addTakenOver(content);
                remembered.replace();
            }
        }
        assertThat(heard).hasSize(2 * 1_960);
    }
}
