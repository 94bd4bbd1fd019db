package dev.holdfast.core.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long a failing request is repeated: exponential back-off with full jitter (each pause is evenly
 * distributed between zero and a bound that doubles), which spreads clients that failed together.
 *
 * @param firstTries how often a request is made in all, ≥ 1, to a store that has not answered any yet: it may be named
 *     wrongly
 * @param tries how often to one that has, which will be back
 * @param firstBound the bound of the first pause
 * @param maxBound what the bound does not exceed
 * @param maxTotal after this time since the first try no further one is made
 */
public record BackoffPolicy(int firstTries, int tries, Duration firstBound, Duration maxBound, Duration maxTotal) {

    /**
     * Five tries, which take 1.5 seconds, and twelve once the store has answered, which take half a minute; pauses of
     * up to 0.2, 0.4, 0.8 … 10 seconds; none begins two minutes after the first failure.
     */
    public static final BackoffPolicy DEFAULT =
            new BackoffPolicy(5, 12, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(2));

    public BackoffPolicy {
        if (firstTries < 1
                || tries < firstTries
                || firstBound.isNegative()
                || maxBound.compareTo(firstBound) < 0
                || maxTotal.isNegative()) {
            throw new IllegalArgumentException("not a policy: " + firstTries + " to " + tries
                    + " tries, pauses of up to " + firstBound + " to " + maxBound + ", " + maxTotal + " in all");
        }
    }

    /** The pause after a number of failures, ≥ 1. */
    Duration pauseAfter(int failures, RandomGenerator random) {
        long first = firstBound.toNanos();
        long max = maxBound.toNanos();
        int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(Math.max(first, 1)) - 1);
        long bound = Math.min(first << doublings, max);
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
