package dev.holdfast.core.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.block.WrittenBlock;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.ManifestBuilder;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockLocatorTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:15:00Z");
    private static final String WRITER = "20261123T081500Z-0123456789ab";
    private static final String COMPACTOR = "20261124T081500Z-0123456789ab";
    private static final int BLOCK = 1 << 20;

    private final MemoryStorage memory = MemoryStorage.create();
    private final CountingStorage storage = CountingStorage.over(memory);
    private final ObjectStore store = new ObjectStore(storage, ObjectCache.NONE);
    private final ManifestStore manifests = new ManifestStore(store, Optional.empty());
    private final RepositoryLog log = new RepositoryLog(store, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void everyBlockIsFoundAndOneWithoutReadingTheRest() {
        Random random = new Random(5);
        List<WrittenVolume> volumes = new ArrayList<>();
        List<WrittenBlock> blocks = new ArrayList<>();
        List<Integer> volumeOf = new ArrayList<>();
        while (volumes.size() < 8_000) {
            WrittenVolume volume = volume(WRITER, volumes.size() + 1, blocks.size(), 1 + random.nextInt(4));
            volume.blocks().forEach(each -> volumeOf.add(volumes.size()));
            blocks.addAll(volume.blocks());
            volumes.add(volume);
        }
        CommittedState state = commit(volumes, blocks.size());
        Manifest manifest = manifests.read(state, state.newest().orElseThrow());
        assertThat(manifest.needed().count()).isEqualTo(8_000);
        for (int i = 0; i < 100; i++) {
            int block = random.nextInt(blocks.size());
            BlockLocator locator = new BlockLocator(state, manifest, store);
            storage.reset();
            BlockPlace place = locator.locate(Purpose.DATA, WRITER, block);
            assertThat(storage.requests(Verb.OPEN)).isLessThanOrEqualTo(20);
            assertThat(place.volume())
                    .isEqualTo(volumes.get(volumeOf.get(block)).key());
            assertThat(place.sha256()).isEqualTo(blocks.get(block).sha256());
            assertThat(place.sealedBytes()).isEqualTo(blocks.get(block).sealedBytes());
            storage.reset();
            locator.locate(Purpose.DATA, WRITER, block);
            assertThat(storage.requests()).isEmpty();
        }
        BlockLocator locator = new BlockLocator(state, manifest, store);
        assertThatThrownBy(() -> locator.locate(Purpose.DATA, WRITER, blocks.size()))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("block " + blocks.size());
        assertThatThrownBy(() -> locator.locate(Purpose.CATALOG, WRITER, 0)).isInstanceOf(IntegrityException.class);
        assertThatThrownBy(() -> locator.locate(Purpose.DATA, COMPACTOR, 0)).isInstanceOf(IntegrityException.class);
    }

    @Test
    void movedBlocksAreFoundWhereTheyLieNow() {
        WrittenVolume old = volume(WRITER, 1, 0, 10);
        CommittedState state = commit(List.of(old), 10);
        WrittenVolume compacted = volume(COMPACTOR, 1, 0, 6);
        var section = manifests
                .putInventories(COMPACTOR, 1, List.of(compacted))
                .get(0)
                .inventory();
        String stream = "data/" + WRITER;
        Commit move = new Commit(
                COMPACTOR, Change.move(List.of(old.key().value())), Optional.empty(), Commit.Needs.NONE, on -> {
                    ClearList<MovedBlocks> moves = on.lists().moves();
                    moves = on.moveEdit().put(moves, new MovedBlocks(stream, 2, 5, compacted.key(), 0, section));
                    moves = on.moveEdit().put(moves, new MovedBlocks(stream, 4, 1, compacted.key(), 5, section));
                    return on.lists().withMoves(moves);
                });
        CommittedState moved = log.commit(state, move);
        Manifest manifest = manifests.read(moved, moved.newest().orElseThrow());
        BlockLocator locator = new BlockLocator(log.requireHead(), manifest, store);
        assertThat(locator.locate(Purpose.DATA, WRITER, 1).volume()).isEqualTo(old.key());
        assertThat(locator.locate(Purpose.DATA, WRITER, 7).volume()).isEqualTo(old.key());
        for (int[] blockAndIndex : new int[][] {{2, 0}, {3, 1}, {4, 5}, {5, 3}, {6, 4}}) {
            BlockPlace place = locator.locate(Purpose.DATA, WRITER, blockAndIndex[0]);
            assertThat(place.volume()).isEqualTo(compacted.key());
            assertThat(place.sha256())
                    .isEqualTo(compacted.blocks().get(blockAndIndex[1]).sha256());
        }
    }

    @Test
    void damageOfManifestAndInventoryIsNamed() throws IOException {
        CommittedState state = commit(List.of(volume(WRITER, 1, 0, 3)), 3);
        RosterEntry entry = state.newest().orElseThrow();
        Manifest manifest = manifests.read(state, entry);
        ObjectKey inventory = Layout.inventory(WRITER, 1);
        Tampering.with(memory).flipBit(inventory, 77);
        assertThatThrownBy(() -> new BlockLocator(state, manifest, store).locate(Purpose.DATA, WRITER, 0))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(inventory.value());
        Tampering.with(memory).truncate(inventory, 10);
        assertThatThrownBy(() -> new BlockLocator(state, manifest, store).locate(Purpose.DATA, WRITER, 0))
                .isInstanceOf(IntegrityException.class);
        Tampering.with(memory).flipBit(entry.manifest(), 99);
        assertThatThrownBy(() -> manifests.read(state, entry))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(entry.manifest().value());
        Tampering.with(memory).remove(entry.manifest());
        assertThatThrownBy(() -> manifests.read(state, entry))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void whoExpectsSignersRefusesAllElse() throws IOException {
        CommittedState created = log.create(WRITER);
        Manifest manifest = manifest(ClearList.empty(), created.repository());
        RosterEntry signed = manifests.put(manifest, 1, Optional.of(new TestSigner("good")));
        RosterEntry unsigned = manifests.put(manifest, 2, Optional.empty());
        RosterEntry forged = manifests.put(manifest, 3, Optional.of(new TestSigner("evil")));
        ManifestStore strict = new ManifestStore(store, Optional.of(new TestVerifier()));
        assertThat(strict.read(created, signed).snapshot()).isEqualTo(manifest.snapshot());
        assertThatThrownBy(() -> strict.read(created, unsigned))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("not signed");
        assertThatThrownBy(() -> strict.read(created, forged))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(forged.manifest().value());
        memory.delete(List.of(Layout.signature(signed.manifest())));
        assertThatThrownBy(() -> strict.read(created, signed))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("missing");
        RosterEntry elsewhere = manifests.put(manifest(ClearList.empty(), "ab".repeat(16)), 4, Optional.empty());
        assertThatThrownBy(() -> manifests.read(created, elsewhere))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("repository");
    }

    /** The log is not signed: who forges it must not make a young snapshot old, or an unfinished one whole. */
    @Test
    void aManifestIsReadOnlyAsTheRosterSaysThatItIs() {
        CommittedState created = log.create(WRITER);
        RosterEntry entry = manifests.put(manifest(ClearList.empty(), created.repository()), 1, Optional.empty());
        SnapshotId other = SnapshotId.of(COMPACTOR);
        Map<String, RosterEntry> forged = Map.of(
                "snapshot", roster(entry, other, entry.chain(), entry.kind(), NOW, false),
                "chain", roster(entry, entry.snapshot(), other, entry.kind(), NOW, false),
                "kind", roster(entry, entry.snapshot(), entry.chain(), SnapshotKind.INCREMENTAL, NOW, false),
                "time", roster(entry, entry.snapshot(), entry.chain(), entry.kind(), NOW.minusSeconds(1), false),
                "partial", roster(entry, entry.snapshot(), entry.chain(), entry.kind(), NOW, true));
        assertThat(manifests.read(created, entry).time()).isEqualTo(NOW);
        forged.forEach((member, wrong) -> assertThatThrownBy(() -> manifests.read(created, wrong))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("expected the " + member));
    }

    private static RosterEntry roster(
            RosterEntry entry,
            SnapshotId snapshot,
            SnapshotId chain,
            SnapshotKind kind,
            Instant time,
            boolean partial) {
        return new RosterEntry(
                snapshot,
                entry.manifest(),
                entry.sha256(),
                entry.sizeBytes(),
                chain,
                kind,
                time,
                partial,
                entry.signed());
    }

    private CommittedState commit(List<WrittenVolume> volumes, int blocks) {
        CommittedState created = log.create(WRITER);
        LiveMasks masks = new LiveMasks(BLOCK, BLOCK);
        for (int i = 0; i < blocks; i++) {
            masks.mark(Purpose.DATA, new ChunkRef(new byte[32], WRITER, i, 0, 1));
        }
        ClearList<NeededVolume> needed = masks.needed(
                Collections.emptyIterator(), manifests.putInventories(WRITER, 1, volumes), created.pages());
        RosterEntry entry = manifests.put(manifest(needed, created.repository()), 1, Optional.empty());
        return log.commit(created, Commit.add(entry, Optional.empty(), Commit.Needs.NONE));
    }

    private static Manifest manifest(ClearList<NeededVolume> needed, String repository) {
        return new ManifestBuilder()
                .repository(repository)
                .full(SnapshotId.of(WRITER))
                .began(NOW)
                .finished(NOW)
                .cipher("none")
                .archive("zstd")
                .blockBytes(BLOCK, BLOCK)
                .catalog(new ChunkRef(new byte[32], WRITER, 0, 0, 10))
                .needed(needed)
                .build();
    }

    private static WrittenVolume volume(String writer, int number, int first, int count) {
        SplittableRandom random = new SplittableRandom(number * 31L + writer.hashCode());
        List<WrittenBlock> blocks = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            blocks.add(new WrittenBlock(100 + random.nextInt(1000), 1 + random.nextInt(BLOCK), hash));
            size += blocks.get(i).sealedBytes();
        }
        return new WrittenVolume(Layout.volume(Purpose.DATA, writer, number), size, first, blocks);
    }

    private record TestSigner(String signerId) implements Signer {
        @Override
        public byte[] sign(byte[] content) {
            return (signerId + content.length).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public List<String> notices(Instant now) {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private record TestVerifier() implements Verifier {
        @Override
        public String verify(byte[] content, byte[] signature) {
            String text = new String(signature, StandardCharsets.UTF_8);
            if (!text.equals("good" + content.length)) {
                throw new IntegrityException("a signature by " + text);
            }
            return "good";
        }
    }
}
