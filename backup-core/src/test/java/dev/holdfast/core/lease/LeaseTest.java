package dev.holdfast.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.process.ThisProcess;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.store.StoreCalls;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Tampering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LeaseTest {

    private static final String REPOSITORY = "0f".repeat(16);
    private static final ThisProcess HERE = ThisProcess.current(new Random(1));
    private static final ThisProcess ELSEWHERE = new ThisProcess("another machine", "1-1");

    private final MemoryStorage memory = MemoryStorage.create();
    private final FaultyStorage storage = FaultyStorage.over(memory);
    private final ScriptedTime time = new ScriptedTime();

    @AfterEach
    void stop() {
        time.shutdownNow();
    }

    @Test
    void aFreeLeaseIsTakenAtOnceWithFewRequests() {
        leases(storage, HERE, 1).acquire(REPOSITORY).close();
        CountingStorage counting = CountingStorage.over(memory);
        try (Lease lease = leases(counting, ELSEWHERE, 2).acquire(REPOSITORY)) {
            assertThat(lease.isLost()).isFalse();
        }
        assertThat(counting.requests()).hasSize(4);
        assertThat(time.waited).isZero();
    }

    @Test
    void aLivingHolderIsAnErrorAtItsFirstSignOfLife() {
        Lease held = leases(storage, HERE, 1).acquire(REPOSITORY);
        time.advanceRenewals = true;
        assertThatThrownBy(() -> leases(storage, ELSEWHERE, 2).acquire(REPOSITORY))
                .isInstanceOf(ConcurrentWriterException.class)
                .hasMessageContaining("process " + HERE.id())
                .hasMessageContaining("another machine");
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(20));
        assertThat(held.isLost()).isFalse();
    }

    @Test
    void aHolderWithoutASignOfLifeLosesItAfterATerm() {
        Lease held = leases(storage, ELSEWHERE, 1).acquire(REPOSITORY);
        Lease taken = leases(storage, HERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(60));
        assertThat(taken.isLost()).isFalse();
        time.runRenewals();
        assertThat(held.isLost()).isTrue();
        assertThat(taken.isLost()).isFalse();
        held.close();
        time.advanceRenewals = true;
        assertThatThrownBy(() -> leases(storage, ELSEWHERE, 3).acquire(REPOSITORY))
                .isInstanceOf(ConcurrentWriterException.class);
    }

    @Test
    void aHolderIsWatchedForTheTermThatItsLeaseNames() throws IOException {
        LeaseRecord longer = new LeaseRecord(REPOSITORY, "ab".repeat(16), "cd".repeat(16), "1-1", 1, 120);
        Tampering.with(memory).overwrite(Layout.LEASE, longer.toJson());
        leases(storage, HERE, 1).acquire(REPOSITORY);
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void anErrorInARenewalDoesNotEndTheRenewals() {
        Lease held = leases(storage, HERE, 1).acquire(REPOSITORY);
        storage.onReplace().call(1).failWith(() -> {
            throw new AssertionError("scripted");
        });
        time.runRenewals();
        time.advanceRenewals = true;
        assertThatThrownBy(() -> leases(storage, ELSEWHERE, 2).acquire(REPOSITORY))
                .isInstanceOf(ConcurrentWriterException.class);
        assertThat(held.isLost()).isFalse();
    }

    @Test
    void aLeaseThatIsFreedWhileWatchedIsTaken() {
        Lease held = leases(storage, ELSEWHERE, 1).acquire(REPOSITORY);
        time.afterFirstWait = held::close;
        Lease taken = leases(storage, HERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(10));
        assertThat(taken.isLost()).isFalse();
    }

    @Test
    void aDeadProcessOfTheSameMachineIsSucceededAtOnce() throws Exception {
        Process other = new ProcessBuilder("true").start();
        long started = other.toHandle()
                .info()
                .startInstant()
                .map(i -> i.toEpochMilli())
                .orElse(0L);
        other.waitFor();
        leases(storage, new ThisProcess(HERE.machine(), other.pid() + "-" + started), 1)
                .acquire(REPOSITORY);
        assertThat(leases(storage, HERE, 2).acquire(REPOSITORY).isLost()).isFalse();
        assertThat(time.waited).isZero();
    }

    @Test
    void aNumberThatAnotherProcessHasNowDoesNotKeepTheLease() {
        String reused = ProcessHandle.current().pid() + "-1";
        leases(storage, new ThisProcess(HERE.machine(), reused), 1).acquire(REPOSITORY);
        leases(storage, HERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isZero();
    }

    @Test
    void aLivingProcessOfTheSameMachineIsAnErrorAtOnce() {
        leases(storage, HERE, 1).acquire(REPOSITORY);
        assertThatThrownBy(() -> leases(storage, HERE, 2).acquire(REPOSITORY)).hasMessageContaining("this machine");
        assertThat(time.waited).isZero();
    }

    @Test
    void aRenewalThatFailsIsTriedAgainAndOneWithALostAnswerCounts() {
        Lease held = leases(storage, ELSEWHERE, 1).acquire(REPOSITORY);
        storage.onReplace().call(1).fail();
        time.runRenewals();
        storage.heal();
        storage.onReplace().call(1).lostAnswer();
        time.runRenewals();
        storage.heal();
        time.runRenewals();
        assertThat(held.isLost()).isFalse();
        held.close();
        leases(storage, HERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isZero();
    }

    /** A server lives on when its store was away at the end of a run; it must be able to back up again. */
    @Test
    void aLeaseThatItsProcessCouldNotFreeIsOverAfterATermAlsoForThatProcess() {
        Lease held = leases(storage, HERE, 1).acquire(REPOSITORY);
        storage.onReplace().fail();
        held.close();
        storage.heal();
        Lease taken = leases(storage, HERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(60));
        assertThat(taken.isLost()).isFalse();
        assertThatThrownBy(() -> leases(storage, HERE, 3).acquire(REPOSITORY))
                .isInstanceOf(ConcurrentWriterException.class);
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aRenewalWithALostAnswerDoesNotHinderFreeing() {
        Lease held = leases(storage, HERE, 1).acquire(REPOSITORY);
        storage.onReplace().call(1).lostAnswer();
        time.runRenewals();
        held.close();
        leases(storage, ELSEWHERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isZero();
    }

    @Test
    void aDamagedLeaseIsReplacedAfterATermAndANewerOneRefused() throws Exception {
        Tampering.with(memory).overwrite(Layout.LEASE, "garbage".getBytes(StandardCharsets.UTF_8));
        leases(storage, HERE, 1).acquire(REPOSITORY).close();
        assertThat(time.waited).isEqualTo(Duration.ofSeconds(60));
        Tampering.with(memory)
                .overwrite(
                        Layout.LEASE, "{\"format\":\"holdfast-lease\",\"version\":2}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> leases(storage, HERE, 2).acquire(REPOSITORY)).isInstanceOf(FormatException.class);
    }

    @Test
    void anInterruptEndsTheWaitAndDoesNotHinderFreeing() {
        Lease held = leases(storage, ELSEWHERE, 1).acquire(REPOSITORY);
        time.interruptWaits = true;
        assertThatThrownBy(() -> leases(storage, HERE, 2).acquire(REPOSITORY)).isInstanceOf(CancelledException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        held.close();
        assertThat(Thread.interrupted()).isTrue();
        leases(storage, HERE, 2).acquire(REPOSITORY);
        assertThat(time.waited).isZero();
    }

    @Test
    @Timeout(60)
    void anInterruptedHolderDoesNotWaitForASilentStore() {
        StoreCalls calls = StoreCalls.watchedBy(time, Runnable::run, Duration.ofMillis(1));
        Lease held = leases(new ObjectStore(storage, ObjectCache.NONE, calls), HERE, 1)
                .acquire(REPOSITORY);
        storage.onEvery().pause();
        Thread.currentThread().interrupt();
        held.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls.gaveUp()).isTrue();
    }

    private Leases leases(Storage on, ThisProcess process, int seed) {
        return leases(new ObjectStore(on, ObjectCache.NONE), process, seed);
    }

    private Leases leases(ObjectStore store, ThisProcess process, int seed) {
        return new Leases(store, process, time, time, new Random(seed));
    }

    /** Time that passes only where somebody waits, and renewals that run when the script says so. */
    private static final class ScriptedTime extends ScheduledThreadPoolExecutor implements LeaseClock {

        private final List<Scheduled> renewals = new ArrayList<>();
        private Duration waited = Duration.ZERO;
        private Duration renewed = Duration.ZERO;
        private boolean advanceRenewals;
        private boolean interruptWaits;
        private Runnable afterFirstWait = () -> {};

        ScriptedTime() {
            super(1);
        }

        void runRenewals() {
            renewals.stream().filter(each -> !each.isCancelled()).forEach(each -> each.task.run());
        }

        @Override
        public long nanoTime() {
            return waited.toNanos();
        }

        @Override
        public void await(Duration duration) throws InterruptedException {
            if (interruptWaits) {
                throw new InterruptedException();
            }
            waited = waited.plus(duration);
            afterFirstWait.run();
            if (advanceRenewals && waited.minus(renewed).compareTo(Duration.ofSeconds(20)) >= 0) {
                renewed = waited;
                runRenewals();
            }
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
            assertThat(Duration.of(delay, unit.toChronoUnit())).isEqualTo(Duration.ofSeconds(20));
            Scheduled scheduled = new Scheduled(task);
            renewals.add(scheduled);
            return scheduled;
        }
    }

    private static final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Runnable task;

        Scheduled(Runnable task) {
            super((Callable<Void>) () -> null);
            this.task = task;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
