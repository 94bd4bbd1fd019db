package dev.holdfast.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.work.MemoryAccount;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An upload that ends when whoever waits for it tells of an interrupt. */
@Timeout(60)
class VolumeWriterTest {

    private final ExecutorService uploads = Executors.newCachedThreadPool();
    private final CountDownLatch told = new CountDownLatch(1);
    private final VolumeWriter volumes = new VolumeWriter(
            1 << 20,
            number -> ObjectKey.of("data/writer/" + number),
            new MemoryAccount(1 << 20),
            (key, body) -> {
                try {
                    told.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            },
            told::countDown,
            uploads);

    @BeforeEach
    void append() {
        volumes.append(new byte[1_000], 1_000, 1_000, new byte[32]);
        Thread.currentThread().interrupt();
    }

    @AfterEach
    void stop() {
        uploads.shutdownNow();
    }

    @Test
    void anInterruptedFlushTellsOfItAndIsWhole() {
        assertThat(volumes.flush())
                .singleElement()
                .satisfies(volume -> assertThat(volume.blocks()).hasSize(1));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptedEndTellsOfItAndWaits() {
        volumes.store();
        volumes.abandon();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(volumes.flush()).isEmpty();
    }
}
