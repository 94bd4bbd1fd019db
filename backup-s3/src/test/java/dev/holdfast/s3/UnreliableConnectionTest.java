package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.Holdfast;
import dev.holdfast.testkit.relay.Effect;
import dev.holdfast.testkit.relay.HttpRelay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole backups and restores through a connection that fails now and then. */
class UnreliableConnectionTest {

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    @TempDir
    Path directory;

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("500", Effect.error(500, "InternalError", "We encountered an internal error")),
                Arguments.of("503", Effect.error(503, "SlowDown", "Please reduce your request rate")),
                Arguments.of("cut request", Effect.cutRequestAfter(100)),
                Arguments.of("cut answer", Effect.cutAnswerAfter(50)),
                Arguments.of("lost answer", Effect.loseAnswer()),
                Arguments.of("late", Effect.delay(Duration.ofMillis(5))));
    }

    /** Each fault meets every fifth request. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void backupsAndARestoreSurvive(String name, Effect fault) throws Exception {
        Path source = SampleTree.make(directory.resolve("source"), 3 << 20);
        AtomicLong faults = new AtomicLong();
        try (HttpRelay relay = HttpRelay.to(SERVER.endpoint(), request -> {
            boolean hit = request.number() % 5 == 0;
            faults.addAndGet(hit ? 1 : 0);
            return hit ? fault : Effect.NONE;
        })) {
            String prefix = SERVER.freshPrefix();
            backUp(relay, prefix, source);
            SampleTree.change(source);
            backUp(relay, prefix, source);
            restoreAndCompare(relay, prefix, source, 2);
        }
        assertThat(faults.get()).isGreaterThan(5);
    }

    static Stream<Arguments> doubts() {
        Effect conflict = Effect.error(409, "ConditionalRequestConflict", "try again");
        return Stream.of(
                Arguments.of("409", conflict, 2),
                Arguments.of("lost answer", Effect.loseAnswer(), 1),
                Arguments.of("lost answers", Effect.loseAnswer(), 2),
                Arguments.of("500", Effect.error(500, "InternalError", "again"), 2));
    }

    /**
     * For each record of the log, and the lease, the fault meets the first puts or looks at what was put; each snapshot
     * is there exactly once.
     */
    @ParameterizedTest(name = "{0}, {2} times")
    @MethodSource("doubts")
    void aCommitInDoubtIsMadeOnce(String name, Effect fault, int times) throws Exception {
        Path source = SampleTree.make(directory.resolve("source"), 1 << 20);
        Set<String> met = ConcurrentHashMap.newKeySet();
        Function<HttpRelay.Request, Effect> doubtful = request -> {
            boolean write = request.method().equals("PUT") || request.method().equals("HEAD");
            boolean conditional = request.target().matches(".*/(log/.+|lease)");
            for (int i = 0; write && conditional && i < times; i++) {
                if (met.add(request.target() + " " + i)) {
                    return fault;
                }
            }
            return Effect.NONE;
        };
        try (HttpRelay relay = HttpRelay.to(SERVER.endpoint(), doubtful)) {
            String prefix = SERVER.freshPrefix();
            backUp(relay, prefix, source);
            SampleTree.change(source);
            backUp(relay, prefix, source);
            restoreAndCompare(relay, prefix, source, 2);
        }
        assertThat(met.stream().filter(target -> target.contains("/log/")).count())
                .as("creation and two snapshots")
                .isEqualTo(3L * times);
    }

    private S3Storage storage(HttpRelay relay, String prefix) {
        return SERVER.storage(prefix)
                .endpoint(relay.endpoint())
                .waiting(new ManualTime(), new Random(1))
                .build();
    }

    private void backUp(HttpRelay relay, String prefix, Path source) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage(relay, prefix))
                .unencrypted()
                .volumeSize(1 << 20)
                .localState(directory.resolve("state"))
                .openOrCreate()) {
            repository.backup().source(source).run().requireComplete();
        }
    }

    private void restoreAndCompare(HttpRelay relay, String prefix, Path source, int snapshots) throws IOException {
        Path target = directory.resolve("restored");
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage(relay, prefix))
                .unencrypted()
                .open()) {
            assertThat(repository.snapshots().all()).hasSize(snapshots);
            assertThat(repository.head().number()).isEqualTo(1 + snapshots);
            RestoreResult result = repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .as(target)
                    .run();
            assertThat(result.failures()).isEmpty();
            assertThat(repository.verify().data().run().findings()).isEmpty();
        }
        assertThat(SampleTree.contents(target)).isEqualTo(SampleTree.contents(source));
    }
}
