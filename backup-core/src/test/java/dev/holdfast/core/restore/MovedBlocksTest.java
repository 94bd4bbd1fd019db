package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.block.WrittenBlock;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.repository.BlockLocator;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.testing.SmallTree;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Tampering;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that were moved into another volume, by hand and without a key. */
class MovedBlocksTest {

    private static final String MOVER = "20261123T130000Z-00000000beef";

    @Test
    void aSnapshotComesBackFromMovedBlocks(@TempDir Path directory) throws Exception {
        Path source = SmallTree.create(directory.resolve("source"), 20);
        try (TestRepository repository = new TestRepository(directory.resolve("state"))) {
            repository.backUp(source);
            Tampering tampering = Tampering.with(repository.storage());
            for (NeededVolume volume : needed(repository, repository.state())) {
                move(repository, tampering, volume);
                tampering.remove(volume.key());
            }
            RestorePlan plan = repository.newest().restore().plan();
            assertThat(plan.missingVolumes()).isEmpty();
            assertThat(plan.volumes())
                    .isNotEmpty()
                    .allMatch(volume -> volume.object().startsWith("data/" + MOVER));
            var result = repository
                    .newest()
                    .restore()
                    .as(directory.resolve("target"))
                    .run();
            assertThat(result.failures()).isEmpty();
            assertThat(TreeComparison.compare(source, directory.resolve("target")))
                    .isEmpty();
            assertThat(repository.verify().data().run().findings()).isEmpty();
            assertThat(repository.status().damagedObjects()).isEmpty();
            ObjectKey longer = tampering.keys("data/" + MOVER).get(0);
            tampering.overwrite(longer, Arrays.copyOf(tampering.bytes(longer), tampering.bytes(longer).length + 1));
            assertThat(repository.verify().run().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.object()).hasValue(longer.value()));
        }
    }

    /** It looks for them where they were when it began. */
    @Test
    void blocksThatMoveDuringACheckAreNoDamage(@TempDir Path directory) throws Exception {
        Path source = SmallTree.create(directory.resolve("source"), 3);
        boolean met = true;
        for (int n = 1; met; n += 3) {
            try (TestRepository repository = new TestRepository(directory.resolve("state" + n))) {
                repository.backUp(source);
                FaultyStorage storage = FaultyStorage.over(repository.storage());
                Gate gate = storage.onEvery().call(n).pause();
                CompletableFuture<VerifyResult> check = CompletableFuture.supplyAsync(() -> verify(storage));
                met = gate.awaitArrivalOrEndOf(check);
                if (met) {
                    Tampering tampering = Tampering.with(repository.storage());
                    for (NeededVolume volume : needed(repository, repository.state())) {
                        move(repository, tampering, volume);
                        tampering.remove(volume.key());
                    }
                }
                gate.open();
                VerifyResult result = check.get(60, TimeUnit.SECONDS);
                assertThat(result.findings()).as("moved before call " + n).isEmpty();
                assertThat(result.damagedSnapshots())
                        .as("moved before call " + n)
                        .isEmpty();
                assertThat(n).isLessThan(100);
            }
        }
    }

    private static VerifyResult verify(Storage storage) {
        try (BackupRepository repository =
                Holdfast.repository().storage(storage).unencrypted().open()) {
            return repository.verify().data().run();
        }
    }

    private static List<NeededVolume> needed(TestRepository repository, CommittedState state) {
        Manifest manifest = manifest(repository, state);
        List<NeededVolume> volumes = new ArrayList<>();
        Iterator<NeededVolume> all = new ListReader<>(NeededVolume.CODEC, state.pages()).all(manifest.needed());
        all.forEachRemaining(volumes::add);
        return volumes;
    }

    private static Manifest manifest(TestRepository repository, CommittedState state) {
        RosterEntry entry = state.newest().orElseThrow();
        return new ManifestStore(repository.store(), Optional.empty()).read(state, entry);
    }

    private int moved;

    /** Puts all blocks of a volume behind a foreign one in a new volume. */
    private void move(TestRepository repository, Tampering tampering, NeededVolume volume) throws Exception {
        CommittedState state = repository.state();
        BlockLocator locator = new BlockLocator(state, manifest(repository, state), repository.store());
        InventorySection section = locator.section(volume.inventory(), volume.key());
        byte[] old = tampering.bytes(volume.key());
        byte[] foreign = Arrays.copyOf(old, section.sealedBytes(0));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(foreign);
        bytes.write(old);
        List<WrittenBlock> blocks = new ArrayList<>();
        blocks.add(new WrittenBlock(foreign.length, section.contentBytes(0), section.blockSha256(0)));
        for (int i = 0; i < section.blockCount(); i++) {
            blocks.add(new WrittenBlock(section.sealedBytes(i), section.contentBytes(i), section.blockSha256(i)));
        }
        moved++;
        String stream = volume.stream().substring(0, volume.stream().indexOf('/'));
        ObjectKey key = ObjectKey.of(stream + "/" + MOVER + "/" + String.format("%08d", moved));
        repository.store().put(key, ObjectBody.of(bytes.toByteArray()), ObjectKind.VOLUME);
        SectionRef inventory = new ManifestStore(repository.store(), Optional.empty())
                .putInventories(MOVER, moved, List.of(new WrittenVolume(key, bytes.size(), 0, blocks)))
                .get(0)
                .inventory();
        MovedBlocks move =
                new MovedBlocks(volume.stream(), volume.firstBlock(), volume.blockCount(), key, 1, inventory);
        repository
                .log()
                .commit(
                        state,
                        new Commit(
                                MOVER,
                                Change.move(List.of(volume.key().value())),
                                Optional.empty(),
                                Commit.Needs.NONE,
                                on -> {
                                    ClearList<MovedBlocks> moves =
                                            on.moveEdit().put(on.lists().moves(), move);
                                    return on.lists().withMoves(moves);
                                }));
    }
}
