package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The threads of an application that comes and goes while its JVM goes on. */
@Timeout(60)
class ThreadsTest {

    private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();

    @TempDir
    private Path source;

    private final ThreadGroup application = new ThreadGroup("application");
    private final FaultyStorage storage = FaultyStorage.over(MemoryStorage.create());

    private interface Action {
        void run() throws Exception;
    }

    @BeforeEach
    void makeSource() throws IOException {
        Files.write(source.resolve("large"), new byte[3_000_000]);
        Files.writeString(source.resolve("small"), "text");
    }

    private void inApplication(Action action) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            action.run();
            return true;
        });
        new Thread(application, task).start();
        task.get();
    }

    /** What the repository has begun must end by itself. JNA has a thread that lasts as long as its classes. */
    private void awaitEndOfAll() throws InterruptedException {
        Thread[] left = new Thread[1_000];
        for (Thread thread : Arrays.copyOf(left, application.enumerate(left))) {
            if (thread.getName().startsWith("holdfast-")) {
                thread.join();
            }
        }
    }

    private BackupRepository open() {
        return Holdfast.repository().storage(storage).unencrypted().openOrCreate();
    }

    @Test
    void noneOutlivesItsRepositoryHoweverARunEnds() throws Exception {
        Map<Action, Class<? extends Throwable>> ends = Map.of(
                () -> storage.onPut().matching("data/").failPermanently(),
                StorageException.class,
                () -> storage.onPut().matching("catalog/").failWith(() -> {
                    throw new AssertionError("scripted");
                }),
                AssertionError.class,
                () -> Thread.currentThread().interrupt(),
                CancelledException.class);
        for (Map.Entry<Action, Class<? extends Throwable>> end : ends.entrySet()) {
            inApplication(() -> {
                try (BackupRepository repository = open()) {
                    end.getKey().run();
                    assertThatThrownBy(() ->
                                    repository.backup().full().source(source).run())
                            .isInstanceOf(end.getValue());
                    Thread.interrupted();
                    storage.heal();
                    repository.backup().source(source).run();
                    assertThat(repository.verify().data().run().findings()).isEmpty();
                }
            });
            awaitEndOfAll();
        }
    }

    /** As where an application is stopped: its repository is closed, then its threads are interrupted. */
    @Test
    void anInterruptAfterClosingEndsARunAsEitherDoes() throws Exception {
        for (int n = 1; n < 12; n++) {
            int call = n;
            inApplication(() -> {
                Thread running = Thread.currentThread();
                BackupRepository repository = open();
                storage.onEvery().call(call).failWith(() -> {
                    repository.close();
                    running.interrupt();
                    return new IOException("Connection pool shut down");
                });
                Throwable ended = catchThrowable(
                        () -> repository.backup().full().source(source).run());
                storage.heal();
                if (ended != null && !(ended instanceof CancelledException)) {
                    assertThat(ended)
                            .as("closed in call %d", call)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("was closed");
                }
                repository.close();
            });
            awaitEndOfAll();
            storage.delete(List.of(ObjectKey.of("lease")));
        }
    }

    /** A server's pool of threads serves many applications, which come and go. */
    @Test
    void theyInheritNothingOfWhoBringsThemWork() throws Exception {
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        AtomicReference<String> user = new AtomicReference<>();
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try (SharedWorkers workers = SharedWorkers.standard();
                BackupRepository repository = Holdfast.repository()
                        .storage(storage)
                        .unencrypted()
                        .workers(workers)
                        .openOrCreate();
                URLClassLoader other = new URLClassLoader(new URL[0])) {
            inApplication(() -> {
                Thread.currentThread().setContextClassLoader(other);
                USER.set("somebody");
                repository
                        .backup()
                        .source("stream", () -> {
                            loader.set(Thread.currentThread().getContextClassLoader());
                            user.set(USER.get());
                            return InputStream.nullInputStream();
                        })
                        .run();
            });
        }
        assertThat(loader).hasValue(own);
        assertThat(user).hasNullValue();
    }
}
