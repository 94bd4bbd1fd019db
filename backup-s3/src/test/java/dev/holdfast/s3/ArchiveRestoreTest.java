package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.core.Holdfast;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;

/** A whole backup in an archive class: planned, thawed and restored, each by another instance of the repository. */
class ArchiveRestoreTest {

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    private final ArchiveClass archive = new ArchiveClass();
    private final String prefix = SERVER.freshPrefix();

    @TempDir
    Path directory;

    @Test
    void aBackupIsPlannedThawedAndRestored() throws IOException {
        Path source = SampleTree.make(directory.resolve("source"), 4 << 20);
        for (int i = 0; i < 2; i++) {
            // The second continues the chain without reading what is frozen.
            try (BackupRepository repository = open()) {
                repository.backup().source(source).run().requireComplete();
                assertThat(repository.status().bytesByStorageClass()).containsOnlyKeys("GLACIER", "STANDARD");
            }
            SampleTree.change(source);
            java.nio.file.Files.createFile(source.resolve("notes/year 2/ü2.txt"));
        }
        try (BackupRepository repository = open()) {
            repository.backup().source(source).run().requireComplete();
        }

        RestorePlan plan = plan();
        List<String> frozen = plan.volumes().stream()
                .filter(volume -> volume.readiness().state() == State.FROZEN)
                .map(RestorePlan.Volume::object)
                .toList();
        assertThat(frozen).hasSizeGreaterThan(3);
        assertThat(plan.volumeCount(State.READY))
                .as("small ones stay in STANDARD")
                .isPositive();
        assertThat(plan.frozenBytesByStorageClass()).containsOnlyKeys("GLACIER");
        assertThat(plan.transferBytesByStorageClass()).containsOnlyKeys("GLACIER", "STANDARD");

        assertThatThrownBy(this::restore)
                .isInstanceOf(FrozenException.class)
                .hasMessageContaining("0 frozen, " + frozen.size() + " thawing");
        assertThatThrownBy(this::restore).isInstanceOf(FrozenException.class);
        assertThat(archive.asked())
                .extracting(RestoreObjectRequest::key)
                .containsExactlyInAnyOrderElementsOf(
                        frozen.stream().map(key -> prefix + "/" + key).toList());
        assertThat(archive.asked()).allSatisfy(request -> {
            assertThat(request.restoreRequest().days()).isEqualTo(5);
            assertThat(request.restoreRequest().glacierJobParameters().tierAsString())
                    .isEqualTo("Bulk");
        });

        archive.finish();
        assertThat(plan().frozenBytesByStorageClass()).isEqualTo(Map.of());
        assertThat(restore().failures()).isEmpty();
        assertThat(SampleTree.contents(directory.resolve("target"))).isEqualTo(SampleTree.contents(source));
    }

    private RestorePlan plan() {
        try (BackupRepository repository = open()) {
            return repository.snapshots().newest().orElseThrow().restore().plan();
        }
    }

    private RestoreResult restore() {
        try (BackupRepository repository = open()) {
            return repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .as(directory.resolve("target"))
                    .thaw(Tier.BULK, 5)
                    .run();
        }
    }

    private BackupRepository open() {
        return Holdfast.repository()
                .storage(SERVER.storage(prefix)
                        .storageClass("GLACIER")
                        .interceptor(archive)
                        .build())
                .unencrypted()
                .volumeSize(1 << 20)
                .localState(directory.resolve("state"))
                .openOrCreate();
    }
}
