package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.testkit.storage.Tampering;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged in the store, and the source still has, is stored again when that is asked for. */
class RepairTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeThreeSnapshots() throws Exception {
        bench = new Workbench(Files.createDirectory(directory.resolve("base")));
        for (int i = 0; i < 8; i++) {
            bench.write("small/f" + i, 40_000 + i, i);
        }
        bench.write("large", 1_500_000, 99);
        bench.backUp();
        bench.write("small/f3", 41_000, 103);
        bench.backUp();
        bench.write("small/f3", 42_000, 203);
        bench.backUp();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static BackupResult repair(Workbench bench) {
        try (BackupRepository repository = bench.open()) {
            VerifyResult found = repository.verify().run();
            return repository.backup().source(bench.source).repair(found).run();
        }
    }

    private static void assertNewestIsWhole(Workbench bench) throws Exception {
        bench.assertNewestEqualsSource();
        try (BackupRepository repository = bench.open()) {
            VerifyResult check = repository
                    .verify()
                    .snapshot(repository.snapshots().newest().orElseThrow())
                    .data()
                    .run();
            assertThat(check.findings()).isEmpty();
        }
    }

    /** The cache of this host hides damage of what it holds, so nothing but the check can tell. */
    @Test
    void theNextSnapshotNeedsNoDamagedObject() throws Exception {
        Tampering base = Tampering.with(bench.memory);
        List<ObjectKey> volumes = base.keys("data/");
        List<ObjectKey> damaged = new ArrayList<>(List.of(volumes.get(0), volumes.get(volumes.size() - 2)));
        for (String kind : List.of("data/", "catalog/", "inventories/", "manifests/")) {
            List<ObjectKey> keys = base.keys(kind);
            damaged.add(keys.get(keys.size() - 1));
        }
        int n = 0;
        for (ObjectKey object : damaged) {
            Workbench copy = bench.fork(Files.createDirectory(directory.resolve("copy-" + n)));
            Tampering store = Tampering.with(copy.memory);
            if (n++ % 2 == 0) {
                store.remove(object);
            } else {
                store.flipBit(object, 77);
            }
            BackupResult result = repair(copy);
            assertNewestIsWhole(copy);
            List<Notice.Kind> notices =
                    result.notices().stream().map(Notice::kind).toList();
            boolean continued = result.snapshot().kind() == SnapshotKind.INCREMENTAL;
            assertThat(notices)
                    .as(object.value())
                    .doesNotContain(continued ? Notice.Kind.NEW_CHAIN : Notice.Kind.REPAIRED);
            if (object.value().startsWith("data/")) {
                assertThat(continued).as(object.value()).isTrue();
                // Nobody needs the second state of the file that was changed twice.
                assertThat(result.readBytes() > 0).as(object.value()).isEqualTo(notices.contains(Notice.Kind.REPAIRED));
            }
        }
    }

    /** It only saves storing what is there already. */
    @Test
    void aDamagedIndexEndsNoBackup() throws Exception {
        for (int i = 0; i < 400; i++) {
            bench.write("many/f" + i, 200, 1_000 + i);
        }
        bench.backUp();
        Tampering store = Tampering.with(bench.memory);
        List<ObjectKey> inventories = store.keys("inventories/");
        String inventory = new String(store.bytes(inventories.get(inventories.size() - 1)), StandardCharsets.US_ASCII);
        List<Long> lengths = Pattern.compile("\"length\":(\\d+)")
                .matcher(inventory.substring(inventory.indexOf("{\"volume\":\"catalog/")))
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
        // The index comes right before the root, which is the last block.
        long indexStart = lengths.stream()
                .limit(lengths.size() - 2)
                .mapToLong(Long::longValue)
                .sum();
        List<ObjectKey> catalogs = store.keys("catalog/");
        store.flipBit(catalogs.get(catalogs.size() - 1), 8 * (indexStart + 30));
        Files.move(bench.localState, directory.resolve("forgotten"));
        bench.write("small/new", 43_000, 303);

        assertThat(bench.backUp().snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);

        bench.assertNewestEqualsSource();
    }

    @Test
    void nothingIsReadAgainWhereNothingIsDamaged() {
        BackupResult result = repair(bench);
        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        assertThat(result.readBytes()).isZero();
        assertThat(result.notices()).isEmpty();
    }

    @Test
    void aDryRunOfARepairSaysWhatTheRepairReads() throws Exception {
        Tampering store = Tampering.with(bench.memory);
        store.remove(store.keys("data/").get(0));
        try (BackupRepository repository = bench.open()) {
            VerifyResult found = repository.verify().presenceOnly().run();
            BackupPreview preview =
                    repository.backup().source(bench.source).repair(found).dryRun();
            BackupResult result =
                    repository.backup().source(bench.source).repair(found).run();
            assertThat(result.readBytes()).isPositive();
            assertThat(preview.bytesToRead()).isEqualTo(result.readBytes());
        }
    }

    @Test
    void aRepairIsNotSkippedAsUnchanged() throws Exception {
        Tampering store = Tampering.with(bench.memory);
        store.remove(store.keys("data/").get(0));
        try (BackupRepository repository = bench.open()) {
            VerifyResult found = repository.verify().presenceOnly().run();
            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .repair(found)
                            .skipIfUnchanged()
                            .run()
                            .committed())
                    .isTrue();
        }
        assertNewestIsWhole(bench);
    }
}
