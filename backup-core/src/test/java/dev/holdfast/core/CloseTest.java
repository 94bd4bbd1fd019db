package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that are closed while they are used. */
@Timeout(60)
class CloseTest {

    private static final Set<String> CALLS = Set.of("put", "putIfAbsent", "replace", "open", "stat", "list", "delete");

    @TempDir
    Path directory;

    private Workbench bench;

    private interface Operation {
        void run(BackupRepository repository) throws IOException;
    }

    @BeforeEach
    void makeRepository() throws IOException {
        bench = new Workbench(directory);
        bench.write("large", 1_500_000, 1);
        bench.write("small", 100_000, 2);
        bench.backUp();
        bench.write("small", 100_001, 3);
        bench.backUp();
        bench.write("next", 1_500_000, 4);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Closes the repository in a call, and lets no later one through, as a client of S3 does. */
    private static ConditionalStorage closing(MemoryStorage memory, AtomicInteger callsLeft, Runnable close) {
        return (ConditionalStorage) Proxy.newProxyInstance(
                CloseTest.class.getClassLoader(),
                new Class<?>[] {ConditionalStorage.class},
                (proxy, method, arguments) -> {
                    if (CALLS.contains(method.getName())) {
                        int left = callsLeft.decrementAndGet();
                        if (left == 0) {
                            close.run();
                        } else if (left < 0) {
                            throw new IOException("Connection pool shut down");
                        }
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void whatStillRunsEndsSoonAndSaysThatTheRepositoryIsClosed() throws Exception {
        AtomicInteger targets = new AtomicInteger();
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put(
                "backup", repository -> repository.backup().source(bench.source).run());
        operations.put("restore", repository -> {
            Path target = directory.resolve("target-" + targets.incrementAndGet());
            repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .as(target)
                    .run()
                    .requireComplete();
        });
        operations.put(
                "verify",
                repository ->
                        assertThat(repository.verify().data().run().findings()).isEmpty());
        operations.put(
                "reclaim",
                repository -> repository.apply(repository
                        .reclaim()
                        .compactBelow(1.0)
                        .grace(Duration.ZERO)
                        .plan()));
        operations.put("open", repository -> {
            try (InputStream in = repository.snapshots().newest().orElseThrow().open("large")) {
                in.readAllBytes();
            }
        });
        for (Map.Entry<String, Operation> operation : operations.entrySet()) {
            for (int n = 1; endedByClosing(operation.getKey(), operation.getValue(), n); n += 4) {
                // Until it ends before the n-th call.
            }
        }
    }

    private boolean endedByClosing(String name, Operation operation, int n) throws Exception {
        Workbench fork = bench.fork(directory.resolve(name + n));
        AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);
        BackupRepository[] repository = {null};
        repository[0] = Holdfast.repository()
                .storage(closing(fork.memory, callsLeft, () -> repository[0].close()))
                .unencrypted()
                .open();
        callsLeft.set(n);
        Throwable ended = catchThrowable(() -> operation.run(repository[0]));
        if (ended != null) {
            assertThat(ended)
                    .as("%s, closed in call %d", name, n)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was closed");
            fork.die();
            fork.assertWhole();
        }
        repository[0].close();
        return callsLeft.get() <= 0;
    }

    /** What a request is begun with is refused too, not only its run. */
    @Test
    void aClosedOneRefusesWhateverItIsAsked() {
        BackupRepository repository = bench.open();
        Snapshot snapshot = repository.snapshots().newest().orElseThrow();
        RetentionPlan removal = repository.retention().keepLast(1).plan();
        ReclaimPlan compaction = repository.reclaim().plan();
        repository.close();
        List<ThrowingCallable> calls = List.of(
                repository::backup,
                repository::snapshots,
                () -> repository.diff(snapshot, snapshot),
                repository::find,
                repository::verify,
                repository::status,
                repository::retention,
                () -> repository.apply(removal),
                repository::undoable,
                repository::undo,
                () -> repository.undo(1),
                repository::sweep,
                repository::reclaim,
                () -> repository.apply(compaction));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("was closed");
        }
    }

    @Test
    void whatFailsToCloseKeepsNothingElseOpen() {
        AtomicInteger closed = new AtomicInteger();
        ConditionalStorage storage = (ConditionalStorage) Proxy.newProxyInstance(
                CloseTest.class.getClassLoader(),
                new Class<?>[] {ConditionalStorage.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.incrementAndGet();
                        throw new IOException("no answer");
                    }
                    return method.invoke(bench.memory, arguments);
                });
        ContentCipher cipher = (ContentCipher) Proxy.newProxyInstance(
                CloseTest.class.getClassLoader(), new Class<?>[] {ContentCipher.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        throw new IllegalArgumentException("no token");
                    }
                    return method.invoke(new NullCipher(), arguments);
                });
        BackupRepository repository =
                Holdfast.repository().storage(storage).cipher(cipher).open();
        assertThatThrownBy(repository::close)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(closed).hasValue(1);
        repository.close();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        BackupRepository repository = bench.open();
        repository.close();
        repository.close();
    }
}
