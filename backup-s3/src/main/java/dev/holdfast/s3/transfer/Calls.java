package dev.holdfast.s3.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends calls: at the server's {@link Pace pace}, repeating only those that it refused because they were too many, and
 * translates their failures. All other repeating is the engine's. Thread-safe.
 */
public final class Calls {

    private static final int MAX_REFUSALS = 10;
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private final Pace pace;
    private final Failures failures;

    /** One try of a call. */
    @FunctionalInterface
    public interface Try<T> {
        T send() throws IOException;
    }

    public Calls(Pace pace, Failures failures) {
        this.pace = pace;
        this.failures = failures;
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
