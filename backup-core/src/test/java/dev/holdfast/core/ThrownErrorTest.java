package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.cipher.NullCipher;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Errors, such as of too little memory, out of what an application has given. They reach it as they are, and nothing is
 * left over.
 */
@Timeout(60)
class ThrownErrorTest {

    private final Error error = new AssertionError("scripted");
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeRepository() throws Exception {
        bench = new Workbench(directory);
        bench.write("large", 1_500_000, 1);
        bench.write("small", 100_000, 2);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Counts its sealers and how many of them are closed, or its own closing. */
    private ContentCipher counting() {
        return (ContentCipher) counting(ContentCipher.class, new NullCipher());
    }

    private Object counting(Class<?> type, Object counted) {
        return Proxy.newProxyInstance(
                ThrownErrorTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(counted, arguments);
                        if (result instanceof Sealer) {
                            opened.incrementAndGet();
                            return counting(Sealer.class, result);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void failInCall(int n) {
        bench.faults.onEvery().call(n).failWith(() -> {
            throw error;
        });
    }

    @Test
    void anErrorInAnyCallOfTheStoreEndsABackupAsItIs() throws Exception {
        for (int n = 1; ; n++) {
            bench.write("small", 100_000 + n, n);
            try (BackupRepository repository = bench.open()) {
                failInCall(n);
                Throwable ended = catchThrowable(
                        () -> repository.backup().source(bench.source).run());
                if (ended == null) {
                    break;
                }
                assertThat(ended).as("call %d", n).isSameAs(error);
            }
            bench.die();
        }
        bench.faults.heal();
        bench.backUp();
        bench.assertNewestEqualsSource();
    }

    @Test
    void anErrorEndsAStreamAndItStaysSo() throws Exception {
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            bench.faults.onOpen().matching("data/").call(1).failWith(() -> {
                throw error;
            });
            try (InputStream in = repository.snapshots().newest().orElseThrow().open("large")) {
                assertThatThrownBy(in::readAllBytes).isSameAs(error);
                assertThatThrownBy(in::read).isSameAs(error);
            }
        }
    }

    @Test
    void anErrorWhileOpeningClosesWhatWasGiven() {
        failInCall(1);
        Storage storage = (Storage) counting(Storage.class, bench.storage);

        assertThatThrownBy(() -> Holdfast.repository()
                        .storage(storage)
                        .cipher(counting())
                        .open())
                .isSameAs(error);
        assertThat(closed).hasValue(2);
    }

    @Test
    void anInterruptBeforeARunLeavesNoSealerOpen() {
        try (BackupRepository repository =
                Holdfast.repository().storage(bench.storage).cipher(counting()).openOrCreate()) {
            opened.set(0);
            closed.set(0);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> repository.backup().source(bench.source).run())
                    .isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(opened).hasValue(2);
            assertThat(closed).hasValue(2);
        }
    }
}
