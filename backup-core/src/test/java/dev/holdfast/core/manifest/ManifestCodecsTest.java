package dev.holdfast.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.block.WrittenBlock;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.list.PageStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ManifestCodecsTest {

    private static final String WRITER = "20261123T081500Z-0123456789ab";
    private static final String OTHER = "20261124T081500Z-0123456789ab";
    private static final int BLOCK = 1 << 20;
    private static final PageStore NO_PAGES = new PageStore() {
        @Override
        public byte[] read(ListPage page) {
            throw new AssertionError(page.toString());
        }

        @Override
        public void write(String sha256, byte[] bytes) {}
    };

    @Test
    void aManifestComesBackAsItWas() {
        Manifest manifest = manifest().build();
        byte[] json = manifest.toJson();
        Manifest read = Manifest.read(json, "the manifest");
        assertThat(read.toJson()).isEqualTo(json);
        assertThat(read).usingRecursiveComparison().isEqualTo(manifest);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .startsWith("{\"format\":\"holdfast-manifest\",\"version\":1,\"repository\":\"")
                .contains("\"time\":\"1763884500.123456789\"");
    }

    @Property(tries = 300)
    void aDamagedManifestIsRefusedOrAnotherManifest(@ForAll Random random) {
        byte[] json = manifest().build().toJson();
        byte[] damaged = Arrays.copyOf(json, random.nextInt(4) == 0 ? random.nextInt(json.length) : json.length);
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(Manifest.read(damaged, "the manifest").snapshot()).isNotNull();
        } catch (BackupException e) {
            assertThat(e).hasMessageContaining("the manifest");
        }
    }

    @Test
    void aManifestMissingSomethingIsRefused() {
        String json = new String(manifest().build().toJson(), StandardCharsets.UTF_8);
        for (String member : List.of(
                "repository",
                "snapshot",
                "chain",
                "kind",
                "time",
                "finished",
                "cipher",
                "archive",
                "blockBytes",
                "catalogBlockBytes",
                "catalog")) {
            byte[] without = json.replace("\"" + member + "\":", "\"x\":").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Manifest.read(without, "the manifest"))
                    .as(member)
                    .isInstanceOf(IntegrityException.class);
        }
    }

    private static ManifestBuilder manifest() {
        LiveMasks masks = new LiveMasks(BLOCK, BLOCK / 4);
        masks.mark(Purpose.DATA, ref(WRITER, 1, 0, 100));
        masks.mark(Purpose.CATALOG, ref(WRITER, 0, 0, BLOCK / 4));
        ClearList<NeededVolume> needed = masks.needed(
                Collections.emptyIterator(),
                List.of(volume("data/", WRITER, 1, 0, BLOCK, BLOCK / 2), volume("catalog/", WRITER, 1, 0, BLOCK / 4)),
                NO_PAGES);
        return new ManifestBuilder()
                .repository("0f".repeat(16))
                .incremental(
                        SnapshotId.of(OTHER),
                        SnapshotId.of(WRITER),
                        new Manifest.Parent(SnapshotId.of(WRITER), "ab".repeat(32)))
                .partial(true)
                .began(Instant.ofEpochSecond(1763884500, 123456789))
                .finished(Instant.ofEpochSecond(1763884510))
                .tags(List.of("nightly", "ä \"quoted\""))
                .cipher("none")
                .archive("zstd")
                .blockBytes(BLOCK, BLOCK / 4)
                .recipients(List.of("k1"), List.of("k1", "k2"))
                .totals(new Manifest.Totals(1, 2, 3, (1L << 53) + 1))
                .storedBytes(5)
                .catalog(new ChunkRef(new byte[32], OTHER, 3, 17, 1000))
                .needed(needed);
    }

    @Test
    void sectionsOfOneInventoryAreReadOnTheirOwn() {
        ByteSink inventory = new ByteSink();
        ObjectKey key = ObjectKey.of("inventories/" + WRITER + "/1");
        List<WrittenVolume> volumes = new ArrayList<>();
        List<SectionRef> refs = new ArrayList<>();
        for (int v = 1; v <= 3; v++) {
            WrittenVolume volume =
                    volume("data/", WRITER, v, 10 * v, 1000 * v, 7, BLOCK).volume();
            volumes.add(volume);
            refs.add(InventorySection.write(inventory, key, volume));
        }
        byte[] bytes = inventory.toByteArray();
        assertThat(refs.get(2).offset() + refs.get(2).lengthBytes()).isEqualTo(bytes.length);
        for (int v = 0; v < 3; v++) {
            WrittenVolume volume = volumes.get(v);
            SectionRef ref = refs.get(v);
            byte[] part = Arrays.copyOfRange(bytes, (int) ref.offset(), (int) ref.offset() + ref.lengthBytes());
            InventorySection section = InventorySection.read(part, ref, volume.key());
            assertThat(section.sizeBytes()).isEqualTo(volume.sizeBytes());
            long offset = 0;
            for (int i = 0; i < section.blockCount(); i++) {
                WrittenBlock block = volume.blocks().get(i);
                assertThat(section.offset(i)).isEqualTo(offset);
                assertThat(section.sealedBytes(i)).isEqualTo(block.sealedBytes());
                assertThat(section.contentBytes(i)).isEqualTo(block.contentBytes());
                assertThat(section.blockSha256(i)).isEqualTo(block.sha256());
                offset += block.sealedBytes();
            }
            assertThatThrownBy(() -> InventorySection.read(part, ref, ObjectKey.of("data/" + WRITER + "/00000009")))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("00000009");
            assertThatThrownBy(() -> InventorySection.read(Arrays.copyOf(part, part.length - 90), ref, volume.key()))
                    .isInstanceOf(IntegrityException.class);
        }
    }

    @Property(tries = 200)
    void whatWasMarkedIsNeededAndNothingElseIsMissing(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int marks) {
        List<LiveMasks.NewVolume> volumes = List.of(
                volume("data/", WRITER, 2, 3, BLOCK, BLOCK, BLOCK),
                volume("data/", WRITER, 1, 0, BLOCK, BLOCK, BLOCK),
                volume("data/", OTHER, 1, 0, BLOCK, BLOCK, BLOCK));
        LiveMasks masks = new LiveMasks(BLOCK, BLOCK);
        long[][] wanted = new long[marks][];
        for (int i = 0; i < marks; i++) {
            int offset = random.nextInt(BLOCK);
            int length = 1 + random.nextInt(BLOCK - offset);
            int block = random.nextInt(6);
            masks.mark(Purpose.DATA, ref(WRITER, block, offset, length));
            wanted[i] = new long[] {block, offset, length};
        }
        List<NeededVolume> needed =
                masks.needed(Collections.emptyIterator(), volumes, NO_PAGES).items();
        assertThat(needed).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
        int[][] bits = new int[6][16];
        for (long[] mark : wanted) {
            for (int i = 0; i < 16; i++) {
                long from = i * (BLOCK / 16L);
                if (mark[1] < from + BLOCK / 16L && mark[1] + mark[2] > from) {
                    bits[(int) mark[0]][i] = 1;
                }
            }
        }
        LiveShares shares = new LiveShares(needed.iterator(), List.of(), Map.of());
        for (int block = 0; block < 6; block++) {
            int sum = Arrays.stream(bits[block]).sum();
            assertThat(shares.dataPercent(WRITER, block)).isEqualTo(100 * sum / 16);
            for (NeededVolume volume : needed) {
                int i = block - volume.firstBlock();
                for (int bit = 0; i >= 0 && i < volume.blockCount() && bit < 16; bit++) {
                    assertThat(volume.liveMask(i) >> bit & 1).isEqualTo(bits[block][bit]);
                }
            }
        }
        assertThat(shares.dataPercent(OTHER, 0)).isZero();
    }

    @Test
    void theNextNeededSetTakesOverVolumesThatAreStillNeeded() {
        LiveMasks first = new LiveMasks(BLOCK, BLOCK);
        first.mark(Purpose.DATA, ref(WRITER, 0, 0, BLOCK));
        first.mark(Purpose.DATA, ref(WRITER, 1, 0, BLOCK));
        List<NeededVolume> before = first.needed(
                        Collections.emptyIterator(),
                        List.of(volume("data/", WRITER, 1, 0, BLOCK), volume("data/", WRITER, 2, 1, BLOCK)),
                        NO_PAGES)
                .items();
        LiveMasks second = new LiveMasks(BLOCK, BLOCK);
        second.mark(Purpose.DATA, ref(WRITER, 1, 0, BLOCK / 2));
        second.mark(Purpose.DATA, ref(OTHER, 0, 0, 10));
        List<NeededVolume> after = second.needed(
                        before.iterator(), List.of(volume("data/", OTHER, 1, 0, 4000)), NO_PAGES)
                .items();
        assertThat(after)
                .extracting(v -> v.key().value())
                .containsExactly("data/" + WRITER + "/00000002", "data/" + OTHER + "/00000001");
        assertThat(after.get(0).liveMask(0)).isEqualTo(0x00ff);
        assertThat(after.get(1).liveMask(0)).isEqualTo(1);

        LiveMasks lost = new LiveMasks(BLOCK, BLOCK);
        lost.mark(Purpose.DATA, ref(WRITER, 7, 0, 1));
        assertThatThrownBy(() -> lost.needed(before.iterator(), List.of(), NO_PAGES))
                .hasMessageContaining(WRITER);
        assertThatThrownBy(() -> lost.mark(Purpose.DATA, ref(WRITER, 7, BLOCK, 1)))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContainingAll(WRITER + "/7", "make a full backup");
    }

    private static ChunkRef ref(String writer, int block, int offset, int length) {
        return new ChunkRef(new byte[32], writer, block, offset, length);
    }

    private static LiveMasks.NewVolume volume(String prefix, String writer, int number, int first, int... contents) {
        List<WrittenBlock> blocks = new ArrayList<>();
        for (int content : contents) {
            byte[] hash = new byte[32];
            Arrays.fill(hash, (byte) (number + content));
            blocks.add(new WrittenBlock(content / 2 + 100, content, hash));
        }
        long size = blocks.stream().mapToLong(WrittenBlock::sealedBytes).sum();
        ObjectKey key = ObjectKey.of(prefix + writer + "/" + String.format("%08d", number));
        SectionRef ref = new SectionRef(ObjectKey.of("inventories/" + writer + "/1"), 0, 100, "cd".repeat(32));
        return new LiveMasks.NewVolume(new WrittenVolume(key, size, first, blocks), ref);
    }
}
