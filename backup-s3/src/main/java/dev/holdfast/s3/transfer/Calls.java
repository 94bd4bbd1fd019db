package dev.holdfast.s3.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends calls: at the server's {@link Pace pace}, repeating only those that it refused because they were too many, with
 * a warning where that lasts, and translates their failures. All other repeating is the engine's. Thread-safe.
 */
public final class Calls {

    private static final int MAX_REFUSALS = 10;
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    /** So many refusals, or so long a wait, are no reason for a warning yet. */
    private static final int UNNOTICED = 2;

    private static final Duration UNNOTICED_WAIT = Duration.ofSeconds(3);

    private final Pace pace;
    private final Failures failures;
    private final Consumer<String> warning;

    /** One try of a call. */
    @FunctionalInterface
    public interface Try<T> {
        T send() throws IOException;
    }

    /** @param warning is told, now and then, of a server that keeps refusing */
    public Calls(Pace pace, Failures failures, Consumer<String> warning) {
        this.pace = pace;
        this.failures = failures;
        this.warning = warning;
    }

    /** @throws IOException ours, never the SDK's, which is its cause */
    public <T> T run(Operation operation, Try<T> call) throws IOException {
        for (int refusals = 0; ; refusals++) {
            long startedAt = await(operation);
            try {
                T answer = call.send();
                pace.accepted();
                return answer;
            } catch (SdkException e) {
                Duration retryAfter = Failures.retryAfter(e);
                if (!Failures.isThrottling(e)
                        || refusals == MAX_REFUSALS
                        || retryAfter.compareTo(MAX_RETRY_AFTER) > 0) {
                    throw failures.translate(operation, e);
                }
                pace.refused(startedAt, retryAfter);
                if ((refusals >= UNNOTICED || retryAfter.compareTo(UNNOTICED_WAIT) > 0) && pace.mayWarn()) {
                    warning.accept(failures.translate(operation, e).getMessage() + "; refused " + (refusals + 1)
                            + " of at most " + (MAX_REFUSALS + 1) + " times, the next try is within "
                            + (pace.longestWait().toSeconds() + 1) + " s");
                }
            } catch (UncheckedIOException e) {
                throw new IOException("cannot " + operation + ": its body could not be read", e);
            }
        }
    }

    private long await(Operation operation) throws InterruptedIOException {
        try {
            return pace.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before: " + operation);
        }
    }
}
