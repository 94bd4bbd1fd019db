package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.core.retry.Pause;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.testkit.storage.ArchiveStorage;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores from volumes that lie in an archive class; each run opens the repository anew, as another process does. */
class FrozenRestoreTest {

    private static final Pause NEVER = duration -> {
        throw new AssertionError("nothing to wait for");
    };

    private final CountingStorage counting = CountingStorage.over(MemoryStorage.create());
    private final ArchiveStorage storage = ArchiveStorage.over(counting);

    @TempDir
    Path directory;

    private Path source;
    private Path target;
    private Pause pause = NEVER;

    @BeforeEach
    void backUp() throws IOException {
        source = Files.createDirectory(directory.resolve("source"));
        target = directory.resolve("target");
        for (int i = 0; i < 4; i++) {
            byte[] noise = new byte[1_200_000];
            new SplittableRandom(i).nextBytes(noise);
            Files.write(source.resolve("noise" + i), noise);
        }
        Files.writeString(source.resolve("note"), "a few bytes");
        try (BackupRepository repository = open()) {
            repository.backup().source(source).run().requireComplete();
        }
        counting.reset();
    }

    private BackupRepository open() {
        RepositoryBuilder builder =
                Holdfast.repository().storage(storage).unencrypted().volumeSize(1 << 20);
        builder.pause = pause;
        return builder.openOrCreate();
    }

    private RestorePlan plan(String... paths) {
        try (BackupRepository repository = open()) {
            return restore(repository, paths).plan();
        }
    }

    private Restore restore(BackupRepository repository, String... paths) {
        Restore restore = repository.snapshots().newest().orElseThrow().restore();
        for (String path : paths) {
            restore.path(path);
        }
        return paths.length == 0 ? restore.as(target) : restore.into(target);
    }

    /** The same call each time. */
    private RestoreResult thawAndRestore() {
        try (BackupRepository repository = open()) {
            return restore(repository).thaw(Tier.BULK, 7).run();
        }
    }

    @Test
    void thePlanTellsWhatWouldBeFetchedAndThawed() {
        RestorePlan plan = plan();

        assertThat(plan.files()).isEqualTo(5);
        assertThat(plan.contentBytes()).isEqualTo(4 * 1_200_000 + 11);
        assertThat(plan.volumes()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(plan.volumeCount(State.FROZEN)).isEqualTo(plan.volumes().size());
        assertThat(plan.frozenBytesByStorageClass()).containsOnlyKeys(ArchiveStorage.ARCHIVE);
        assertThat(plan.frozenBytesByStorageClass().get(ArchiveStorage.ARCHIVE))
                .isEqualTo(plan.volumes().stream()
                        .mapToLong(RestorePlan.Volume::sizeBytes)
                        .sum());
        assertThat(plan.transferBytesByStorageClass()).containsEntry(ArchiveStorage.ARCHIVE, plan.transferBytes());
        assertThat(plan.missingVolumes()).isEmpty();
        assertThat(storage.asked()).isEmpty();
        assertThat(counting.requests(Verb.OPEN, "data/")).as("nothing was read").isZero();
        assertThat(target).doesNotExist();
    }

    @Test
    void thePlanIsWhatTheRestoreThenTakes() {
        RestorePlan plan = plan();
        thawEverything();
        counting.reset();

        RestoreResult result;
        try (BackupRepository repository = open()) {
            result = restore(repository).run();
        }

        assertThat(counting.requests(Verb.OPEN, "data/")).isEqualTo(plan.requests());
        assertThat(counting.bytesRead("data/")).isEqualTo(plan.transferBytes());
        assertThat(result.restoredBytes()).isEqualTo(plan.contentBytes());
    }

    @Test
    void onlyWhatOneFileNeedsIsThawed() {
        List<String> needed =
                plan("note").volumes().stream().map(RestorePlan.Volume::object).toList();
        assertThat(needed).hasSize(1);

        try (BackupRepository repository = open()) {
            Restore restore = restore(repository, "note").thaw(Tier.STANDARD, 1);
            assertThatThrownBy(restore::run)
                    .isInstanceOf(FrozenException.class)
                    .hasMessageContaining("they stay readable for one day");
        }
        assertThat(storage.asked()).isEqualTo(needed);
    }

    @Test
    void aRestoreAsksOnceAndIsResumedByTheSameCall() throws Exception {
        List<String> needed =
                plan().volumes().stream().map(RestorePlan.Volume::object).toList();

        FrozenException first = catchThrowableOfType(FrozenException.class, this::thawAndRestore);
        assertThat(first.thawingObjects()).containsExactlyElementsOf(needed);
        assertThat(first.frozenObjects()).isEmpty();
        assertThat(first)
                .hasMessageContaining(
                        needed.size() + " of " + needed.size() + " volumes in memory:/ that the restore needs")
                .hasMessageContaining("0 frozen, " + needed.size() + " thawing")
                .hasMessageContaining("run the same restore again");
        assertThat(plan().volumeCount(State.THAWING)).isEqualTo(needed.size());

        assertThatThrownBy(this::thawAndRestore).isInstanceOf(FrozenException.class);
        assertThat(storage.asked()).as("asked for once").containsExactlyInAnyOrderElementsOf(needed);

        storage.finishThawing();
        assertThat(thawAndRestore().failures()).isEmpty();
        assertThat(storage.asked()).hasSize(needed.size());
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void withoutAskingTheErrorNamesAllThatIsFrozen() {
        try (BackupRepository repository = open()) {
            FrozenException frozen = catchThrowableOfType(
                    FrozenException.class, () -> restore(repository).run());
            assertThat(frozen.frozenObjects()).hasSize(plan().volumes().size());
            assertThat(frozen).hasMessageContaining("thaw them: ask for readable copies");
        }
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void filesThatAreBackNeedNoVolume() throws IOException {
        thawEverything();
        thawAndRestore();
        storage.freezeAgain();
        Files.delete(target.resolve("noise2"));

        RestorePlan plan = plan();
        assertThat(plan.files()).isEqualTo(1);
        assertThat(plan.contentBytes()).isEqualTo(1_200_000);

        Files.writeString(target.resolve("noise1"), "differs");
        assertThat(plan().files()).as("left alone").isEqualTo(1);
        try (BackupRepository repository = open()) {
            assertThat(restore(repository)
                            .onConflict(ConflictPolicy.OVERWRITE)
                            .plan()
                            .files())
                    .isEqualTo(2);
        }
    }

    @Test
    void aRestoreThatWaitsLooksAgainAfterEachPauseAndThenGoesOn() throws Exception {
        List<Duration> pauses = new ArrayList<>();
        pause = duration -> {
            pauses.add(duration);
            if (pauses.size() == 3) {
                storage.finishThawing();
            }
        };
        try (BackupRepository repository = open()) {
            RestoreResult result = restore(repository)
                    .thaw(Tier.STANDARD, 2)
                    .waitForThaw(Duration.ofMinutes(10))
                    .run();
            assertThat(result.failures()).isEmpty();
        }
        assertThat(pauses).containsExactly(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(10));
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void waitingCanBeInterruptedAndAskedForNothingMore() {
        pause = duration -> {
            throw new InterruptedException();
        };
        try (BackupRepository repository = open()) {
            Restore restore = restore(repository).thaw(Tier.BULK, 1).waitForThaw(Duration.ofMinutes(1));
            assertThatThrownBy(restore::run)
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("run the restore again later");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void waitingForWhatNobodyAskedForWouldNeverEnd() {
        try (BackupRepository repository = open()) {
            Restore restore = restore(repository).waitForThaw(Duration.ofMinutes(1));
            assertThatThrownBy(restore::run).isInstanceOf(FrozenException.class);
        }
    }

    @Test
    void aVolumeThatIsGoneIsTold() throws IOException {
        String object = plan().volumes().get(1).object();
        counting.delete(List.of(dev.holdfast.api.storage.ObjectKey.of(object)));

        assertThat(plan().missingVolumes()).containsExactly(object);
    }

    @Test
    void aStreamFromAFrozenVolumeSaysSo() throws IOException {
        try (BackupRepository repository = open();
                var in = repository.snapshots().newest().orElseThrow().open("note")) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(FrozenException.class)
                    .hasMessageContaining("frozen");
        }
    }

    private void thawEverything() {
        assertThatThrownBy(this::thawAndRestore).isInstanceOf(FrozenException.class);
        storage.finishThawing();
    }
}
