package dev.holdfast.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.status.SnapshotStatus;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.testing.SmallTree;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {

    @TempDir
    Path directory;

    private Path source;
    private TestRepository repository;
    private Tampering tampering;

    @BeforeEach
    void backUp() throws IOException {
        source = SmallTree.create(directory.resolve("source"), 30);
        repository = new TestRepository(directory.resolve("state"));
        repository.backUp(source);
        Files.writeString(source.resolve("d1/f1"), "changed");
        repository.backUp(source);
        tampering = Tampering.with(repository.storage());
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aWholeRepositoryHasNoFindingAndEverythingIsCounted() throws Exception {
        VerifyResult keyless = repository.verify().run();
        assertThat(keyless.findings()).isEmpty();
        assertThat(keyless.snapshots()).isEqualTo(2);
        assertThat(keyless.openedBlocks()).isZero();
        long volumes =
                tampering.keys("data/").size() + tampering.keys("catalog/").size();
        long inventories = tampering.keys("inventories/").size();
        assertThat(keyless.hashedObjects())
                .isEqualTo(volumes + inventories + 2 + tampering.keys("pages/").size());

        VerifyResult data = repository.verify().data().run();
        assertThat(data.findings()).isEmpty();
        assertThat(data.openedBlocks()).isPositive();
        assertThat(data.checkedChunks()).isGreaterThan(600);

        VerifyResult presence = repository.verify().presenceOnly().run();
        assertThat(presence.findings()).isEmpty();
        assertThat(presence.objects()).isEqualTo(keyless.objects());
        assertThat(presence.hashedObjects()).isZero();
    }

    @Test
    void partsFetchEachVolumeOnceAndTogetherFindWhatTheWholeFinds() throws Exception {
        long volumes =
                tampering.keys("data/").size() + tampering.keys("catalog/").size();
        long whole = repository.verify().run().hashedObjects();
        ObjectKey damaged = tampering.keys("data/").get(0);
        tampering.flipBit(damaged, 800);
        long fetched = 0;
        List<String> found = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            VerifyResult result = repository.verify().part(part, 3).run();
            long ofPart = volumes - result.objectsOfOtherParts();
            assertThat(result.hashedObjects()).isEqualTo(whole - result.objectsOfOtherParts());
            fetched += ofPart;
            found.addAll(objects(result));
        }
        assertThat(fetched).isEqualTo(volumes);
        assertThat(found).containsExactly(damaged.value());
        assertThatThrownBy(() -> repository.verify().part(4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> repository.verify().part(1, 3).presenceOnly().run())
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/", "catalog/", "inventories/", "manifests/"})
    void eachMissingObjectIsFoundAndNamed(String prefix) throws Exception {
        for (ObjectKey key : tampering.keys(prefix)) {
            byte[] bytes = tampering.bytes(key);
            tampering.remove(key);
            if (!isSuperseded(key)) {
                assertThat(objects(repository.verify().run())).contains(key.value());
                assertThat(objects(repository.verify().presenceOnly().run())).contains(key.value());
                assertThat(repository.status().damagedObjects()).contains(key.value());
            }
            tampering.overwrite(key, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/", "catalog/", "inventories/", "manifests/"})
    void eachFlippedBitIsFoundAndNamed(String prefix) throws Exception {
        for (ObjectKey key : tampering.keys(prefix)) {
            byte[] bytes = tampering.bytes(key);
            tampering.flipBit(key, bytes.length * 4L);
            if (!isSuperseded(key)) {
                assertThat(objects(repository.verify().run())).contains(key.value());
            }
            tampering.overwrite(key, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/", "catalog/", "inventories/", "manifests/"})
    void eachTruncatedObjectIsFoundAndNamed(String prefix) throws Exception {
        for (ObjectKey key : tampering.keys(prefix)) {
            byte[] bytes = tampering.bytes(key);
            tampering.truncate(key, bytes.length - 1);
            if (!isSuperseded(key)) {
                assertThat(objects(repository.verify().run())).contains(key.value());
                assertThat(objects(repository.verify().presenceOnly().run())).contains(key.value());
            }
            tampering.overwrite(key, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/", "catalog/", "inventories/", "manifests/"})
    void aMissingObjectIsNamedOnce(String prefix) throws Exception {
        ObjectKey key = tampering.keys(prefix).stream()
                .filter(each -> !isSuperseded(each))
                .findFirst()
                .orElseThrow();
        tampering.remove(key);
        assertThat(objects(repository.verify().run())).containsOnlyOnce(key.value());
    }

    @Test
    void whatIsSomebodyElsesIsNotCalledUnneeded() throws Exception {
        long before = repository.status().unneededObjects();
        for (String key : List.of("data/notes.txt", "pages/abc", "manifests/README")) {
            tampering.overwrite(ObjectKey.of(key), new byte[7]);
        }
        assertThat(repository.status().unneededObjects()).isEqualTo(before);
    }

    /**
     * Where the part that is wanted begins behind the end, a store refuses the request; that is damage all the same.
     */
    @Test
    void anInventoryThatEndsBeforeTheSectionWantedIsDamage() throws Exception {
        ObjectKey key = tampering.keys("inventories/").get(1);
        tampering.truncate(key, 10);
        assertThat(objects(repository.verify().data().run())).contains(key.value());
        assertThatThrownBy(this::restore)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContainingAll(key.value(), "truncated");
    }

    private RestoreResult restore() {
        return repository.newest().restore().as(directory.resolve("target")).run();
    }

    /** Whether only an earlier, unfinished state needed it. */
    private boolean isSuperseded(ObjectKey key) {
        return key.value().startsWith("manifests/") && !key.value().endsWith("/1");
    }

    private static List<String> objects(VerifyResult result) {
        assertThat(result.findings()).allMatch(finding -> finding.severity() == Finding.Severity.DAMAGE);
        return result.findings().stream()
                .map(finding -> finding.object().orElseThrow())
                .toList();
    }

    /** Content of the first run lies in one volume, of which the third snapshot needs the blocks of other files. */
    @Test
    void aDamagedBlockDamagesOnlySnapshotsThatNeedThatBlock() throws Exception {
        Path file = source.resolve("large");
        Files.delete(file);
        repository.backUp(source);
        ObjectKey volume = tampering.keys("data/").get(0);
        List<Snapshot> snapshots = repository.snapshots().all();
        List<String> damaged = new ArrayList<>();
        for (long bit = 800; bit < tampering.bytes(volume).length * 8L; bit += 8L << 19) {
            tampering.flipBit(volume, bit);
            VerifyResult result = repository.verify().run();
            tampering.flipBit(volume, bit);
            assertThat(objects(result)).containsExactly(volume.value());
            damaged.add(result.damagedSnapshots().toString());
        }
        List<SnapshotId> all = snapshots.stream().map(Snapshot::id).toList();
        assertThat(damaged).contains(all.toString(), all.subList(0, 2).toString());
    }

    @Test
    void damagedContentCostsTheFilesThatNeedItAndNothingElse() throws Exception {
        ObjectKey first = tampering.keys("data/").get(0);
        tampering.flipBit(first, 8000);
        Path target = directory.resolve("target");
        RestoreResult result = repository.newest().restore().as(target).run();
        assertThat(result.failures())
                .isNotEmpty()
                .allMatch(failure -> failure.kind() == Failure.Kind.DAMAGED)
                .allMatch(failure -> failure.reason().contains(first.value()));
        long files = 30 * 20 + 2;
        try (Stream<Path> found = Files.walk(target)) {
            assertThat(found.filter(Files::isRegularFile)).hasSize((int) (files - result.failureCount()));
        }
        assertThat(result.failureCount()).isLessThan(files);
    }

    @Test
    void aStreamEndsForGoodWhereItsContentIsDamaged() throws Exception {
        for (ObjectKey volume : tampering.keys("data/")) {
            tampering.flipBit(volume, tampering.bytes(volume).length * 4L);
        }
        try (InputStream in = repository.newest().open("large")) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IntegrityException.class);
            assertThatThrownBy(in::read).isInstanceOf(IntegrityException.class);
        }
    }

    @Test
    void aTruncatedVolumeCostsOnlyWhatWasBehindItsEnd() throws Exception {
        ObjectKey first = tampering.keys("data/").get(0);
        tampering.truncate(first, tampering.bytes(first).length - 1);
        RestoreResult result = restore();
        assertThat(result.failureCount()).isPositive();
        assertThat(result.failures()).allMatch(failure -> failure.reason().contains(first.value()));
        assertThat(result.restoredEntries()).isPositive();
    }

    @Test
    void aDamagedCatalogIsAnError() throws Exception {
        for (ObjectKey key : tampering.keys("catalog/")) {
            tampering.remove(key);
        }
        assertThatThrownBy(this::restore).isInstanceOf(IntegrityException.class).hasMessageContaining("catalog/");
    }

    @Test
    void oneFileIsReadWithLittleElse() throws Exception {
        Snapshot newest = repository.newest();
        repository.storage().reset();
        newest.restore().path("d7/f3").as(directory.resolve("one")).run();
        assertThat(directory.resolve("one")).hasSameBinaryContentAs(source.resolve("d7/f3"));
        assertThat(repository.storage().bytesRead("data/")).isLessThan((1 << 20) + 4096);
        assertThat(repository.storage().bytesRead()).isLessThan(2 << 20);
    }

    @Test
    void comparingFindsEachDifferenceOnce() throws Exception {
        assertThat(repository.verify().compare(source).presenceOnly().run().findings())
                .isEmpty();
        Files.writeString(source.resolve("d2/f2"), "other");
        Files.delete(source.resolve("d3/f3"));
        Files.createDirectories(source.resolve("new/below"));
        byte[] large = Files.readAllBytes(source.resolve("large"));
        large[large.length / 2] ^= 1;
        var time = Files.getLastModifiedTime(source.resolve("large"));
        Files.write(source.resolve("large"), large);
        Files.setLastModifiedTime(source.resolve("large"), time);
        VerifyResult result = repository.verify().compare(source).presenceOnly().run();
        assertThat(result.findings()).allMatch(finding -> finding.severity() == Finding.Severity.DIFFERENCE);
        assertThat(result.findings().stream()
                        .map(finding -> finding.path().orElseThrow().toString()))
                .contains("d2/f2", "d3/f3", "new", "large", "d3", "")
                .doesNotContain("new/below", "d4", "d1/f1");
        assertThat(result.comparedEntries()).isEqualTo(30 * 21 + 3);
    }

    @Test
    void contentAndEntriesAreGivenAsTheyWere() throws Exception {
        Snapshot newest = repository.newest();
        try (Stream<SnapshotEntry> entries = newest.entries("d5")) {
            assertThat(entries.map(entry -> entry.path().toString()))
                    .hasSize(21)
                    .startsWith("d5", "d5/f0", "d5/f1");
        }
        try (InputStream in = newest.open("large")) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(source.resolve("large")));
        }
        assertThatThrownBy(() -> newest.open("d5")).isInstanceOf(NotFoundException.class);
        assertThat(newest.entry("nothing")).isEmpty();
        assertThatThrownBy(() -> repository.snapshots().asOf(Instant.EPOCH))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(repository.snapshots().all().get(0).id().toString());
    }

    @Test
    void theStatusTellsChainsAndLeftovers() throws Exception {
        CollectionStatus status = repository.status();
        assertThat(status.chains()).hasSize(1);
        assertThat(status.chains().get(0).snapshots()).hasSize(2);
        assertThat(status.damagedObjects()).isEmpty();
        assertThat(status.objects()).isEqualTo(tampering.keys("").size());
        long unneeded = status.unneededObjects();
        tampering.overwrite(ObjectKey.of("data/20260101T000000Z-000000000000/00000001"), new byte[1000]);
        CollectionStatus later = repository.status();
        assertThat(later.unneededObjects()).isEqualTo(unneeded + 1);
        assertThat(later.unneededBytes()).isEqualTo(status.unneededBytes() + 1000);
    }

    /** Duplicity calls a chain intact whose only volume is gone. */
    @Test
    void theStatusNamesTheSnapshotsThatAMissingVolumeDamages() throws Exception {
        String full = repository.snapshots().all().get(0).id().value();
        String volume = tampering.keys("data/" + full).get(0).value();
        repository.storage().reset();
        tampering.remove(ObjectKey.of(volume));
        CollectionStatus status = repository.status();
        assertThat(status.damagedObjects()).containsExactly(volume);
        assertThat(status.chains().get(0).snapshots())
                .allSatisfy(snapshot -> assertThat(snapshot.state()).isEqualTo(SnapshotStatus.State.DAMAGED))
                .allSatisfy(snapshot -> assertThat(snapshot.damagedObjects()).containsExactly(volume))
                .allMatch(SnapshotStatus::described);
        assertThat(repository.storage().requests(Verb.OPEN, "data/")).isZero();
    }

    @Test
    void theStatusLeavesWholeWhatDamageDoesNotReach() throws Exception {
        Snapshot newest = repository.newest();
        String own = tampering.keys("catalog/" + newest.id()).get(0).value();
        tampering.truncate(ObjectKey.of(own), 100);
        CollectionStatus status = repository.status();
        List<SnapshotStatus> snapshots = status.chains().get(0).snapshots();
        assertThat(snapshots.get(0).state()).isEqualTo(SnapshotStatus.State.COMPLETE);
        assertThat(snapshots.get(1).damagedObjects()).containsExactly(own);

        String manifest = tampering.keys("manifests/" + newest.id()).get(0).value();
        tampering.remove(ObjectKey.of(manifest));
        SnapshotStatus lost = repository.status().chains().get(0).snapshots().get(1);
        assertThat(lost.state()).isEqualTo(SnapshotStatus.State.DAMAGED);
        assertThat(lost.described()).isFalse();
        assertThat(lost.damagedObjects()).containsExactly(manifest);
        assertThat(lost.snapshot().time()).isEqualTo(newest.time());
    }
}
