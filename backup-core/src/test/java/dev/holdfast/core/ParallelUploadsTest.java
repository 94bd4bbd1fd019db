package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.work.Workers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thin line that many small volumes share is too slow for each of them. */
@Timeout(60)
class ParallelUploadsTest {

    /** Of the content's volumes, while nothing is stored before all is read. */
    private final CountDownLatch read = new CountDownLatch(1);

    private final CountDownLatch eight = new CountDownLatch(8);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private ConditionalStorage slow(MemoryStorage memory) {
        return (ConditionalStorage) Proxy.newProxyInstance(
                ParallelUploadsTest.class.getClassLoader(),
                new Class<?>[] {ConditionalStorage.class},
                (proxy, method, arguments) -> {
                    boolean isVolume = method.getName().equals("put")
                            && arguments[0].toString().startsWith("data/");
                    if (isVolume) {
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                        eight.countDown();
                        read.await();
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (isVolume) {
                            underWay.decrementAndGet();
                        }
                    }
                });
    }

    private InputStream content(Runnable whenRead) {
        byte[] bytes = new byte[24 << 20];
        new Random(1).nextBytes(bytes);
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() {
                whenRead.run();
                return -1;
            }
        });
    }

    private void backUp(ConditionalStorage storage, Path localState, SharedWorkers workers, Runnable whenRead) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage)
                .cipher(new NullCipher())
                .localState(localState)
                .workers(workers)
                .volumeSize(1 << 20)
                .openOrCreate()) {
            repository.backup().source("dump", () -> content(whenRead)).run().requireComplete();
        }
    }

    private void awaitEight() {
        try {
            eight.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noMoreThanEightVolumesAreStoredAtATime(@TempDir Path directory) {
        try (SharedWorkers workers = SharedWorkers.of(4, Workers.memoryFor(4, Workers.STANDARD_VOLUME_BYTES))) {
            backUp(slow(MemoryStorage.create()), directory, workers, read::countDown);
        }

        assertThat(most.get()).isEqualTo(8);
    }

    @Test
    void aStoreThatHangsHoldsUpNoRunIntoAnother(@TempDir Path one, @TempDir Path other) {
        try (SharedWorkers workers = SharedWorkers.of(4, Workers.memoryFor(4, Workers.STANDARD_VOLUME_BYTES))) {
            backUp(slow(MemoryStorage.create()), one, workers, () -> {
                awaitEight();
                backUp(MemoryStorage.create(), other, workers, () -> {});
                read.countDown();
            });
        }

        assertThat(most.get()).isEqualTo(8);
    }
}
