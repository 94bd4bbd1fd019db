package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.storage.MemoryStorage;
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

    private InputStream content() {
        byte[] bytes = new byte[24 << 20];
        new Random(1).nextBytes(bytes);
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() {
                read.countDown();
                return -1;
            }
        });
    }

    @Test
    void noMoreThanEightVolumesAreStoredAtATime(@TempDir Path directory) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(slow(MemoryStorage.create()))
                .cipher(new NullCipher())
                .localState(directory)
                .volumeSize(1 << 20)
                .openOrCreate()) {
            repository.backup().source("dump", this::content).run().requireComplete();
        }

        assertThat(most.get()).isEqualTo(8);
    }
}
