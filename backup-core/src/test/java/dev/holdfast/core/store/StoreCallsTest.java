package dev.holdfast.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoreCallsTest {

    private final ScriptedTimer timer = new ScriptedTimer();
    private final StoreCalls calls = StoreCalls.watchedBy(timer, Runnable::run, StoreCalls.PATIENCE);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aSilentCallIsInterruptedAndNoneIsMadeAfterIt() throws IOException {
        calls.make(() -> {
            calls.watch();
            timer.look();
            return true;
        });
        assertThat(calls.gaveUp()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> calls.make(() -> true)).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void whatMovesIsAwaited() throws IOException {
        ObjectBody body = calls.watched(ObjectBody.of(new byte[2]));
        calls.make(() -> {
            calls.watch();
            try (InputStream in = body.open()) {
                assertThat(in.read()).isZero();
                timer.look();
                assertThat(in.readNBytes(1)).hasSize(1);
                timer.look();
            }
            assertThat(calls.make(() -> true)).isTrue();
            timer.look();
            return true;
        });
        assertThat(calls.gaveUp()).isFalse();
    }

    @Test
    void whatMovesAndIsNeverAnsweredIsGivenUp() throws IOException {
        ObjectBody body = calls.watched(ObjectBody.of(new byte[9]));
        calls.make(() -> {
            calls.watch();
            for (int again = 0; again < 3; again++) {
                assertThat(calls.gaveUp()).isFalse();
                try (InputStream in = body.open()) {
                    assertThat(in.readAllBytes()).hasSize(9);
                }
                assertThatThrownBy(() -> calls.make(() -> {
                            throw new IOException("no answer");
                        }))
                        .hasMessage("no answer");
                timer.look();
            }
            return true;
        });
        assertThat(calls.gaveUp()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whereNothingIsAskedOfTheStoreItIsNotSilent() throws IOException {
        calls.watch();
        timer.look();
        timer.look();
        assertThat(calls.make(() -> true)).isTrue();
        assertThat(calls.gaveUp()).isFalse();
    }

    @Test
    void anOperationThatIsNotCancelledWaits() throws IOException {
        calls.make(() -> {
            timer.look();
            return true;
        });
        assertThat(calls.gaveUp()).isFalse();
        calls.close();
        calls.watch();
        assertThat(timer.looks).isEmpty();
    }

    /** A file whose closing hangs, as on a network that is away: who interrupts its reader closes it. */
    @Test
    @Timeout(60)
    void aStoreWhoseThreadsCannotBeInterruptedKeepsNoOtherFromBeingGivenUp() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ScheduledExecutorService looks = Executors.newScheduledThreadPool(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (StoreCalls hung = StoreCalls.watchedBy(looks, threads, Duration.ofMillis(1));
                StoreCalls silent = StoreCalls.watchedBy(looks, threads, Duration.ofMillis(1))) {
            Future<Boolean> reading = threads.submit(() -> hung.make(() -> {
                new HangingFile(closing, released).read();
                return true;
            }));
            hung.watch();
            closing.await();

            assertThatThrownBy(() -> hung.make(() -> true)).isInstanceOf(InterruptedIOException.class);
            Future<Boolean> waiting = threads.submit(() -> silent.make(() -> {
                silent.watch();
                try {
                    return new CountDownLatch(1).await(50, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("as it should");
                }
            }));
            assertThatThrownBy(waiting::get).hasRootCauseMessage("as it should");
            released.countDown();
            assertThatThrownBy(reading::get).hasCauseInstanceOf(ClosedByInterruptException.class);
        } finally {
            released.countDown();
            looks.shutdownNow();
            threads.shutdown();
        }
    }

    private static final class HangingFile extends AbstractInterruptibleChannel {

        private final CountDownLatch closing;
        private final CountDownLatch released;

        HangingFile(CountDownLatch closing, CountDownLatch released) {
            this.closing = closing;
            this.released = released;
        }

        void read() throws IOException {
            begin();
            try {
                awaitDeaf(released);
            } finally {
                end(true);
            }
        }

        @Override
        protected void implCloseChannel() {
            closing.countDown();
            awaitDeaf(released);
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
    }

    /** Time goes on when the test says so. */
    private static final class ScriptedTimer extends ScheduledThreadPoolExecutor {

        private final List<Runnable> looks = new ArrayList<>();

        ScriptedTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable look, long delay, long period, TimeUnit unit) {
            assertThat(unit.toNanos(period)).isEqualTo(StoreCalls.PATIENCE.toNanos());
            looks.add(look);
            return schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        void look() {
            looks.forEach(Runnable::run);
        }
    }
}
