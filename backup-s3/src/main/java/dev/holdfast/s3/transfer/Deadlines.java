package dev.holdfast.s3.transfer;

import java.time.Duration;

/**
 * How long a call may take: a fixed time for the answer, and for its bytes the time that they need at the slowest
 * acceptable rate. Immutable.
 */
public final class Deadlines {

    /** What is slower than this, an ISDN line, counts as broken. */
    private static final long SLOWEST_BYTES_PER_SECOND = 8 * 1024;

    /**
     * By how many a bandwidth limit is shared: eight volumes, each of which over plain HTTP is read twice, and others
     * beside them.
     */
    private static final int SHARES = 32;

    private final Duration answer;
    private final long slowestBytesPerSecond;

    /** @param maxBytesPerSecond the bandwidth limit, which may be slower than a broken connection; 0 for none */
    public Deadlines(Duration answer, long maxBytesPerSecond) {
        this.answer = answer;
        this.slowestBytesPerSecond = maxBytesPerSecond == 0
                ? SLOWEST_BYTES_PER_SECOND
                : Math.max(1, Math.min(SLOWEST_BYTES_PER_SECOND, maxBytesPerSecond / SHARES));
    }

    public Duration answer() {
        return answer;
    }

    public Duration transfer(long bytes) {
        return answer.plusSeconds(bytes / slowestBytesPerSecond);
    }
}
