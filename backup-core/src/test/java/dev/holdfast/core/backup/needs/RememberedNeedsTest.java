package dev.holdfast.core.backup.needs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.ContentWriter;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.json.Sha256;
import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedNeedsTest {

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

    @Test
    void aContentThatWasMadeIsTakenOverWithoutReadingItsPages(@TempDir Path directory) {
        Content content;
        List<BlockNeed> needed;
        try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
            SnapshotNeeds needs = new SnapshotNeeds(marks, pages, remembered, null);
            ContentNeeds gathered = needs.gather();
            content = content(gathered);
            needs.addMade(content, gathered);
            needed = gathered.list();
            remembered.replace();
        }
        // Once more, since what was found is written down again.
        for (int run = 0; run < 2; run++) {
            try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
                assertThat(remembered.takeOver(Objects.requireNonNull(content.pages())))
                        .hasValue(needed);
            }
            try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
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
        try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
            new SnapshotNeeds(marks, pages, remembered, null).addTakenOver(content);
            remembered.replace();
        }
        assertThat(pages.reads).isPositive();
        try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
            assertThat(remembered
                            .takeOver(Objects.requireNonNull(content.pages()))
                            .orElseThrow())
                    .containsExactlyInAnyOrderElementsOf(gathered.list());
        }
    }

    @Test
    void whereChunksAreListenedToEveryContentIsRead(@TempDir Path directory) {
        ContentNeeds gathered = new ContentNeeds(marks);
        Content content = content(gathered);
        List<ChunkRef> heard = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
                new SnapshotNeeds(marks, pages, remembered, heard::add).addTakenOver(content);
                remembered.replace();
            }
        }
        assertThat(heard).hasSize(2 * 1_960);
    }

    @Test
    void aRunThatDoesNotCommitLeavesWhatWasThereAndNothingElse(@TempDir Path directory) throws IOException {
        PageTree first = tree(1);
        keep(directory, first, List.of(need(1)));
        try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
            remembered.keep(tree(2), List.of(need(2)));
        }
        try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
            assertThat(remembered.takeOver(first)).hasValue(List.of(need(1)));
            assertThat(remembered.takeOver(tree(2))).isEmpty();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatAKilledRunHasBegunIsDroppedByTheNext(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve(".needs-123"), new byte[100]);
        keep(directory, tree(1), List.of(need(1)));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("needs"));
        }
    }

    private Path tried;

    @BeforeTry
    void makeDirectory() throws IOException {
        tried = Files.createTempDirectory("needs-");
    }

    /** Whatever befalls the file, an answer is right or absent. */
    @Property(tries = 200)
    void damageMakesWhatItHitsAbsent(
            @ForAll @IntRange(min = 1, max = 6) int count, @ForAll long at, @ForAll @IntRange(max = 2) int kind)
            throws IOException {
        try (RememberedNeeds remembered = new RememberedNeeds(tried)) {
            for (int i = 0; i < count; i++) {
                remembered.keep(tree(i), List.of(need(i), need(i + 1)));
            }
            remembered.replace();
        }
        Path file = tried.resolve("needs");
        byte[] bytes = Files.readAllBytes(file);
        int place = (int) Math.floorMod(at, (long) bytes.length);
        switch (kind) {
            case 0 -> bytes[place] ^= (byte) (1 << Math.floorMod(at, 8));
            case 1 -> bytes = Arrays.copyOf(bytes, place);
            default -> Arrays.fill(bytes, place, Math.min(bytes.length, place + 40), (byte) 0xff);
        }
        Files.write(file, bytes);
        try (RememberedNeeds remembered = new RememberedNeeds(tried)) {
            for (int i = 0; i < count; i++) {
                Optional<List<BlockNeed>> found = remembered.takeOver(tree(i));
                if (found.isPresent()) {
                    assertThat(found).hasValue(List.of(need(i), need(i + 1)));
                }
            }
        } finally {
            delete();
        }
    }

    @Property(tries = 30)
    void eachOfManyIsFoundAndNoOther(@ForAll @IntRange(max = 300) int count) {
        try (RememberedNeeds remembered = new RememberedNeeds(tried)) {
            for (int i = 0; i < count; i++) {
                remembered.keep(tree(i), List.of(need(i)));
            }
            remembered.replace();
        }
        try (RememberedNeeds remembered = new RememberedNeeds(tried)) {
            for (int i = 0; i < count; i++) {
                assertThat(remembered.takeOver(tree(i))).hasValue(List.of(need(i)));
            }
            assertThat(remembered.takeOver(tree(count))).isEmpty();
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(tried.resolve("needs"));
            Files.delete(tried);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(Path directory, PageTree tree, List<BlockNeed> needs) {
        try (RememberedNeeds remembered = new RememberedNeeds(directory)) {
            remembered.keep(tree, needs);
            remembered.replace();
        }
    }

    private static PageTree tree(int i) {
        byte[] hash = new byte[32];
        hash[5] = (byte) i;
        hash[6] = (byte) (i >> 8);
        return new PageTree(0, List.of(new PageRef(new ChunkRef(hash, WRITER, 3, 0, 100), 12, null, 1_000)));
    }

    private static BlockNeed need(int i) {
        return new BlockNeed(
                i % 3 == 0 ? Purpose.CATALOG : Purpose.DATA, i % 2 == 0 ? WRITER : OTHER, i, 0x8001, i * 1_000);
    }
}
