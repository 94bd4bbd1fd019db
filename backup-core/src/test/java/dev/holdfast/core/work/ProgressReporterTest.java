package dev.holdfast.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.Progress;
import dev.holdfast.api.ProgressListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressReporterTest {

    private static final ProgressReporter.Source NOTHING =
            ProgressReporter.Source.of(() -> 3, () -> 4, () -> 5, () -> "notes.txt");

    private final Workers workers = Workers.of(1, Workers.MIN_MEMORY_BYTES);

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void aListenerThatHangsDoesNotHoldUpTheLease() {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ProgressReporter reporter = reporter(progress -> {
            told.countDown();
            await(released);
        })) {
            reporter.phase(Progress.Phase.TRANSFERRING);
            await(told);

            CountDownLatch renewed = new CountDownLatch(2);
            workers.renewals().scheduleWithFixedDelay(renewed::countDown, 1, 1, TimeUnit.MILLISECONDS);

            await(renewed);
            released.countDown();
        }
    }

    @Test
    void aStoreThatHangsDoesNotHoldUpTheLeasesOfOtherRepositories() {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch renewed = new CountDownLatch(1);
        workers.renewals().execute(() -> {
            hangs.countDown();
            await(released);
        });
        await(hangs);

        workers.renewals().execute(renewed::countDown);

        await(renewed);
        released.countDown();
    }

    @Test
    void theLastReportComesWhenTheRunEnds() {
        List<Progress> told = new CopyOnWriteArrayList<>();

        try (ProgressReporter reporter = reporter(told::add)) {
            reporter.totalBytes(9);
            reporter.phase(Progress.Phase.FINISHING);
        }

        Progress last = told.get(told.size() - 1);
        assertThat(last.phase()).isEqualTo(Progress.Phase.FINISHING);
        assertThat(last.bytes()).isEqualTo(4);
        assertThat(last.totalBytes()).hasValue(9);
        assertThat(last.current()).isEqualTo("notes.txt");
        assertThat(last).hasToString("FINISHING: 3 entries, 4 of 9 bytes; in the store 5 bytes; at notes.txt");
    }

    @Test
    void aListenerThatFailsIsAskedAgain() {
        CountDownLatch twice = new CountDownLatch(2);
        try (ProgressReporter reporter = reporter(progress -> {
            twice.countDown();
            throw new IllegalStateException("a display that is gone");
        })) {
            reporter.phase(Progress.Phase.TRANSFERRING);
            await(twice);
        }
    }

    @Test
    void anErrorOutOfAListenerEndsNeitherTheReportsNorTheRun() {
        CountDownLatch twice = new CountDownLatch(2);
        try (ProgressReporter reporter = reporter(progress -> {
            twice.countDown();
            throw new AssertionError("a display without a class");
        })) {
            reporter.phase(Progress.Phase.TRANSFERRING);
            await(twice);
        }
    }

    @Test
    void anInterruptedRunDoesNotWaitForAListenerThatHangs() {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ProgressReporter reporter = reporter(progress -> {
            told.countDown();
            await(released);
        });
        await(told);
        Thread.currentThread().interrupt();

        reporter.close();

        assertThat(Thread.interrupted()).isTrue();
        released.countDown();
    }

    private ProgressReporter reporter(ProgressListener listener) {
        return new ProgressReporter(listener, NOTHING, System::nanoTime, workers.reports());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
