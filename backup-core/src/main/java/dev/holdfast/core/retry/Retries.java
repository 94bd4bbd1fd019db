package dev.holdfast.core.retry;

import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.core.failure.Reasons;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats requests by a policy, and warns of those that take long. Thread-safe if the random generator is. */
final class Retries {

    /** Until then nobody need know. */
    private static final Duration UNNOTICED = Duration.ofSeconds(3);

    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final BackoffPolicy policy;
    private final RandomGenerator random;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private volatile boolean hasAnswered;
    private volatile boolean closed;
    private @Nullable Long warnedAt;

    Retries(BackoffPolicy policy, RandomGenerator random, Pause pause, LongSupplier nanoTime) {
        this.policy = policy;
        this.random = random;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /** A request. */
    @FunctionalInterface
    interface Request<T> {
        /** @param isRepeated whether an earlier try failed, which may yet have done its work */
        T make(boolean isRepeated) throws IOException;
    }

    /** The failures of one piece of work, which may be several requests. Not thread-safe. */
    final class Course {

        private final String tried;
        private int failures;
        /** When the first of them came: what took long until then was work, such as a long upload or listing. */
        private long firstFailure;

        private @Nullable IOException former;

        private Course(String tried) {
            this.tried = tried;
        }

        /** So much has come since the last failure that another one is counted anew. */
        void progressed() {
            failures = 0;
            former = null;
        }

        boolean hasFailed() {
            return failures > 0;
        }

        /**
         * Pauses before another try, or throws the failure if there shall be none.
         *
         * @throws IllegalStateException if the storage was closed meanwhile, which makes a request fail
         */
        void failed(IOException e) throws IOException {
            if (former != null && former != e) {
                e.addSuppressed(former);
            }
            former = e;
            if (closed) {
                throw new IllegalStateException("the repository was closed", e);
            }
            long now = nanoTime.getAsLong();
            if (failures == 0) {
                firstFailure = now;
            }
            failures++;
            if (e instanceof PermanentStorageException || Reasons.isInterrupt(e)) {
                throw e;
            }
            Duration elapsed = Duration.ofNanos(now - firstFailure);
            int tries = hasAnswered ? policy.tries() : policy.firstTries();
            if (failures >= tries || elapsed.compareTo(policy.maxTotal()) >= 0) {
                throw new IOException(
                        Reasons.attempt(tried, e) + "; gave up after " + failures + (failures == 1 ? " try" : " tries")
                                + " in " + elapsed.toMillis() + " ms",
                        e);
            }
            Duration wait = policy.pauseAfter(failures, random);
            tell(e, tries, elapsed, wait);
            pause(wait, e);
        }

        private void tell(IOException e, int tries, Duration elapsed, Duration wait) {
            if (elapsed.plus(wait).compareTo(UNNOTICED) >= 0 && mayWarn()) {
                LOG.warn(
                        "{}; tried {} of {} times in {} s, the next try to {} is in {} s",
                        e.getMessage(),
                        failures,
                        tries,
                        elapsed.toSeconds(),
                        tried,
                        wait.toSeconds() + 1);
            } else {
                LOG.debug("try {} of {} to {} failed: {}", failures, tries, tried, e.getMessage());
            }
        }

        private void pause(Duration wait, IOException e) throws InterruptedIOException {
            try {
                pause.pause(wait);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException(
                        "interrupted while waiting for try " + (failures + 1) + " to " + tried);
                interrupted.addSuppressed(e);
                throw interrupted;
            }
        }

        <T> T run(Request<T> request) throws IOException {
            while (true) {
                try {
                    T answer = request.make(hasFailed());
                    hasAnswered = true;
                    return answer;
                } catch (IOException e) {
                    failed(e);
                }
            }
        }
    }

    /** Lets nothing be tried again: the storage is closed. */
    void close() {
        closed = true;
    }

    /** @param tried what is tried on which object in which store, as it stands after "cannot" */
    Course begin(String tried) {
        return new Course(tried);
    }

    /** Requests fail together, and one line tells of all. */
    private synchronized boolean mayWarn() {
        long now = nanoTime.getAsLong();
        Long last = warnedAt;
        if (last != null && now - last < BETWEEN_WARNINGS.toNanos()) {
            return false;
        }
        warnedAt = now;
        return true;
    }
}
