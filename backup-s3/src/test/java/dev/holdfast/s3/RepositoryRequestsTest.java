package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.list.ListWriter;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests a whole run takes, from opening the repository to closing it. */
class RepositoryRequestsTest {

    private static final int VOLUME_BYTES = 1 << 20;

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {10, 10_000})
    void aBackupWithoutChangeTakesTwelveRequestsHoweverManySnapshotsThereAre(int snapshots) throws IOException {
        String prefix = SERVER.freshPrefix();
        Path source = SampleTree.make(directory.resolve("source"), 100_000);
        backUp(prefix, source, Duration.ofMinutes(5));
        precede(prefix, snapshots - 1);

        // This one meets a record that another writer has added, and checks that it follows.
        backUp(prefix, source, Duration.ofMinutes(5));

        assertThat(backUp(prefix, source, Duration.ofMinutes(5)).requests()).hasSizeLessThanOrEqualTo(12);
        try (BackupRepository repository = Holdfast.repository()
                .storage(SERVER.storage(prefix).build())
                .unencrypted()
                .open()) {
            assertThat(repository.snapshots().all()).hasSize(snapshots + 2);
        }
    }

    /** And the restore of all of it eight: where the volumes lie is not asked for each one. */
    @Test
    void aFullBackupTakesSixteenRequestsBesideItsVolumes() throws IOException {
        String prefix = SERVER.freshPrefix();
        Path source = SampleTree.make(directory.resolve("source"), 20 << 20);

        Run run = backUp(prefix, source, Duration.ofMinutes(5));

        assertThat(run.volumes()).isGreaterThan(20);
        assertThat(run.requests()).hasSizeLessThanOrEqualTo(run.volumes() + 16);
        assertThat(restore(prefix)).hasSizeLessThanOrEqualTo(run.volumes() + 8);
    }

    @Test
    void aCheckpointTakesFiveRequestsBesideItsVolumes() throws IOException {
        String prefix = SERVER.freshPrefix();
        Path source = SampleTree.make(directory.resolve("source"), 3 << 20);

        Run run = backUp(prefix, source, Duration.ZERO);

        int checkpoints = run.records() - 2;
        assertThat(checkpoints).isPositive();
        assertThat(run.requests()).hasSizeLessThanOrEqualTo(run.volumes() + 16 + 5 * checkpoints);
    }

    /** What a run asked for. */
    private record Run(List<String> requests, int volumes, int records) {}

    private Run backUp(String prefix, Path source, Duration checkpoints) {
        OperationGuard guard = new OperationGuard(all());
        try (BackupRepository repository = Holdfast.repository()
                .storage(SERVER.storage(prefix).interceptor(guard).build())
                .unencrypted()
                .volumeSize(VOLUME_BYTES)
                .checkpointInterval(checkpoints)
                .localState(directory.resolve("state"))
                .openOrCreate()) {
            BackupResult result = repository.backup().source(source).run();
            result.requireComplete();
        }
        return new Run(
                guard.take(),
                (int) guard.keys().stream()
                        .filter(RepositoryRequestsTest::isVolume)
                        .count(),
                (int) guard.keys().stream()
                        .filter(key -> key.startsWith("PutObject " + prefix + "/log/"))
                        .distinct()
                        .count());
    }

    private List<String> restore(String prefix) {
        OperationGuard guard = new OperationGuard(OperationGuard.READ);
        try (BackupRepository repository = Holdfast.repository()
                .storage(SERVER.storage(prefix).interceptor(guard).build())
                .unencrypted()
                .open()) {
            repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .into(directory.resolve("restored"))
                    .run();
        }
        return guard.take();
    }

    private static boolean isVolume(String request) {
        return request.startsWith("PutObject") && (request.contains("/data/") || request.contains("/catalog/"));
    }

    private static Set<String> all() {
        Set<String> all = new HashSet<>(OperationGuard.READ);
        all.addAll(OperationGuard.WRITE);
        all.addAll(OperationGuard.DELETE);
        return all;
    }

    /** Puts made-up snapshots before the newest one. */
    private static void precede(String prefix, int count) throws IOException {
        try (S3Storage storage = SERVER.storage(prefix).build()) {
            RepositoryLog log = new RepositoryLog(
                    new ObjectStore(storage, ObjectCache.NONE), Clock.systemUTC(), new SecureRandom());
            CommittedState state = log.requireHead();
            log.commit(
                    state,
                    new Commit(
                            "20200101T000000Z-000000000000",
                            Change.move(List.of()),
                            Optional.empty(),
                            Commit.Needs.NONE,
                            on -> preceded(on, count)));
        }
    }

    private static StateLists preceded(CommittedState on, int count) {
        RosterEntry newest = on.newest().orElseThrow();
        ListWriter<RosterEntry> roster = new ListWriter<>(RosterEntry.CODEC, on.pages());
        for (int i = 0; i < count; i++) {
            SnapshotId id = SnapshotId.of(String.format("20200101T000000Z-%012x", i));
            roster.add(new RosterEntry(
                    id,
                    ObjectKey.of("manifests/" + id + "/1"),
                    newest.sha256(),
                    newest.sizeBytes(),
                    id,
                    SnapshotKind.FULL,
                    Instant.ofEpochSecond(1_577_836_800, i),
                    false,
                    false));
        }
        roster.add(newest);
        return on.lists().withSnapshots(roster.finish());
    }
}
