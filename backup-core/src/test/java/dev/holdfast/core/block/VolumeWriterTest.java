package dev.holdfast.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.work.MemoryAccount;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An upload that ends when whoever waits for it tells of an interrupt. */
@Timeout(60)
class VolumeWriterTest {

    private static final int MEMORY_BYTES = 1 << 20;
    private static final int SMALL = 1_000;

    private final ExecutorService uploads = Executors.newCachedThreadPool();
    private final ExecutorService oneByOne = Executors.newSingleThreadExecutor();
    private final CountDownLatch told = new CountDownLatch(1);
    private final VolumeWriter volumes = new VolumeWriter(
            MEMORY_BYTES,
            number -> ObjectKey.of("data/writer/" + number),
            new SegmentPool(new MemoryAccount(MEMORY_BYTES)),
            (key, body) -> awaitTold(),
            told::countDown,
            uploads);

    @BeforeEach
    void append() {
        append(SMALL);
    }

    private void append(int bytes) {
        volumes.append(new byte[bytes], bytes, bytes, new byte[32]);
    }

    @AfterEach
    void stop() {
        uploads.shutdownNow();
        oneByOne.shutdownNow();
    }

    @Test
    void anInterruptedFlushTellsOfItAndIsWhole() {
        Thread.currentThread().interrupt();
        assertThat(volumes.flush())
                .singleElement()
                .satisfies(volume -> assertThat(volume.blocks()).hasSize(1));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptedEndTellsOfItAndWaits() {
        Thread.currentThread().interrupt();
        volumes.store();
        volumes.abandon();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(volumes.flush()).isEmpty();
    }

    @Test
    void whatHasNotBegunWhenItEndsIsNotStored() throws InterruptedException {
        Queue<ObjectKey> begun = new ConcurrentLinkedQueue<>();
        CountDownLatch first = new CountDownLatch(1);
        VolumeWriter ended = ofThreeOneByOne(key -> {
            begun.add(key);
            first.countDown();
            awaitTold();
        });
        first.await();

        Thread.currentThread().interrupt();
        ended.abandon();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(begun).hasSize(1);
    }

    @Test
    void whatIsAbandonedMeanwhileIsNotGivenOutAsStored() throws InterruptedException {
        Queue<ObjectKey> begun = new ConcurrentLinkedQueue<>();
        Queue<ObjectKey> given = new ConcurrentLinkedQueue<>();
        VolumeWriter ended = ofThreeOneByOne(key -> {
            begun.add(key);
            awaitTold();
        });
        Thread flushing = new Thread(() -> {
            try {
                ended.flush().forEach(volume -> given.add(volume.key()));
            } catch (CancelledException e) {
                // Nothing of it is to be relied on.
            }
        });
        flushing.start();
        while (flushing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        Thread.currentThread().interrupt();
        ended.abandon();

        assertThat(Thread.interrupted()).isTrue();
        flushing.join();
        assertThat(begun).hasSizeLessThan(3).containsAll(given);
    }

    @Test
    void whatHasNotBegunWhenAnUploadFailsIsNotStored() {
        Queue<ObjectKey> begun = new ConcurrentLinkedQueue<>();
        VolumeWriter failing = ofThreeOneByOne(key -> {
            begun.add(key);
            awaitTold();
            throw new IllegalStateException("full");
        });

        told.countDown();

        assertThatIllegalStateException().isThrownBy(failing::flush).withMessage("full");
        assertThat(begun).hasSize(1);
    }

    @Test
    void whatFindsNoThreadFailsTheRestAndHoldsNoMemory() {
        MemoryAccount memory = new MemoryAccount(MEMORY_BYTES);
        VolumeWriter refused = new VolumeWriter(
                SMALL,
                number -> ObjectKey.of("data/writer/" + number),
                new SegmentPool(memory),
                (key, body) -> {},
                () -> {},
                work -> {
                    throw new IllegalStateException("closed");
                });
        refused.append(new byte[SMALL], SMALL, SMALL, new byte[32]);

        assertThatIllegalStateException().isThrownBy(refused::store).withMessage("closed");

        assertThat(memory.tryTake(MEMORY_BYTES)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> refused.append(new byte[SMALL], SMALL, SMALL, new byte[32]))
                .withMessage("closed");
    }

    private VolumeWriter ofThreeOneByOne(Consumer<ObjectKey> upload) {
        VolumeWriter three = new VolumeWriter(
                SMALL,
                number -> ObjectKey.of("data/writer/" + number),
                new SegmentPool(new MemoryAccount(4 * MEMORY_BYTES)),
                (key, body) -> upload.accept(key),
                told::countDown,
                oneByOne);
        for (int i = 0; i < 3; i++) {
            three.append(new byte[SMALL], SMALL, SMALL, new byte[32]);
        }
        three.store();
        return three;
    }

    private void awaitTold() {
        try {
            told.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The other thread waits for the memory of the volume that is being uploaded. */
    @Test
    void whoWaitsForAnotherThreadsBlockTellsOfAnInterrupt() throws InterruptedException {
        Thread other = new Thread(() -> append(MEMORY_BYTES));
        other.start();
        awaitWaiting(other);
        Thread interrupted = new Thread(() -> append(SMALL));
        interrupted.start();
        awaitWaiting(interrupted);

        interrupted.interrupt();

        told.await();
        other.join();
        interrupted.join();
        assertThat(volumes.flush()).hasSize(3);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }
}
