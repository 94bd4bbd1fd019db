package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of an application that do not do as streams should. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingStreamTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    /** Threads that read again and again what gives them nothing. */
    private final Set<Thread> spinning = ConcurrentHashMap.newKeySet();
    /** Ends whatever the test has left hanging. */
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory, 1);
        bench.write("small", 1_000, 1);
        bench.backUp();
    }

    @AfterEach
    void close() {
        released.countDown();
        bench.close();
    }

    /** Where the application's code hangs, and what ends it there. */
    private enum Hang {
        OPENING,
        READING,
        /** As a pipe does: nothing ends it. */
        READING_DEAF,
        /** As a socket does. */
        READING_UNTIL_CLOSED,
        /** As a file does on a file system that hangs: whoever interrupts it closes it, and hangs as well. */
        READING_A_FILE,
        READING_AND_CLOSING,
        GIVING_NOTHING,
        CLOSING
    }

    private StreamSource hanging(Hang hang, Thread running) {
        return () -> {
            if (hang == Hang.OPENING) {
                await(released, running);
            }
            return new InputStream() {
                @Override
                public int read() {
                    throw new AssertionError("nobody reads single bytes");
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    switch (hang) {
                        case READING -> await(released, running);
                        case READING_DEAF, READING_AND_CLOSING -> awaitDeaf(released, running);
                        case READING_UNTIL_CLOSED -> awaitDeaf(closed, running);
                        case READING_A_FILE -> new HangingFile().read(running);
                        case GIVING_NOTHING -> {
                            spinning.add(Thread.currentThread());
                            interruptOnce(running);
                            return 0;
                        }
                        default -> {}
                    }
                    return -1;
                }

                @Override
                public void close() throws IOException {
                    closed.countDown();
                    switch (hang) {
                        case CLOSING -> await(released, running);
                        case READING_AND_CLOSING -> awaitDeaf(released);
                        default -> {}
                    }
                }
            };
        };
    }

    /** A second one could come when the run is over, and end what the test does then. */
    private void interruptOnce(Thread running) {
        if (interrupted.compareAndSet(false, true)) {
            running.interrupt();
        }
    }

    private void await(CountDownLatch latch, Thread running) throws IOException {
        interruptOnce(running);
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("ended by an interrupt", e);
        }
    }

    private void awaitDeaf(CountDownLatch latch, Thread running) {
        interruptOnce(running);
        awaitDeaf(latch);
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // It goes on waiting.
            }
        }
    }

    private final class HangingFile extends AbstractInterruptibleChannel {

        void read(Thread running) throws IOException {
            begin();
            try {
                awaitDeaf(released, running);
            } finally {
                end(true);
            }
        }

        @Override
        protected void implCloseChannel() {
            awaitDeaf(released);
        }
    }

    /** With one worker the second stream is the run's own thread's. */
    @ParameterizedTest
    @EnumSource
    void anInterruptEndsARunWhoseStreamsHang(Hang hang) throws Exception {
        Thread running = Thread.currentThread();
        try (var repository = bench.open()) {
            assertThatThrownBy(() -> repository
                            .backup()
                            .source(bench.source)
                            .source("streams/a", hanging(hang, running))
                            .source("streams/b", hanging(hang, running))
                            .run())
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        if (hang != Hang.OPENING) {
            closed.await();
        }
        for (Thread thread : spinning) {
            thread.join();
        }
        bench.backUp();
        bench.assertNewestEqualsSource();
    }

    @Test
    void aStreamThatIsOpenedTooLateIsClosed() throws Exception {
        Thread running = Thread.currentThread();
        StreamSource late = () -> {
            awaitDeaf(released, running);
            return new InputStream() {
                @Override
                public int read() {
                    return -1;
                }

                @Override
                public void close() {
                    closed.countDown();
                }
            };
        };
        try (var repository = bench.open()) {
            assertThatThrownBy(() -> repository.backup().source("stream", late).run())
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        released.countDown();
        closed.await();
    }

    @Test
    void aStreamThatClaimsTooMuchFailsItsFileOnly() throws Exception {
        BackupResult result;
        try (var repository = bench.open()) {
            result = repository
                    .backup()
                    .source(bench.source)
                    .source("stream", () -> new InputStream() {
                        @Override
                        public int read() {
                            return -1;
                        }

                        @Override
                        public int read(byte[] target, int offset, int length) {
                            return length + 1;
                        }
                    })
                    .run();
        }
        assertThat(result.committed()).isTrue();
        assertThat(result.failures())
                .singleElement()
                .extracting(Failure::reason)
                .asString()
                .contains("it says that it gave");
    }

    /** A pipe of this JVM ends with the thread that has read from it. */
    @Test
    void onlyOneThreadReadsAStream() {
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        InputStream dump = new ByteArrayInputStream(new byte[2_000_000]) {
            @Override
            public int read(byte[] target, int offset, int length) {
                readers.add(Thread.currentThread());
                return super.read(target, offset, length);
            }
        };
        BackupResult result;
        try (var repository = bench.open()) {
            result = repository.backup().source("dump", () -> dump).run();
        }
        assertThat(result.failures()).isEmpty();
        assertThat(result.snapshot().bytes()).isEqualTo(2_000_000);
        assertThat(readers).hasSize(1);
    }
}
