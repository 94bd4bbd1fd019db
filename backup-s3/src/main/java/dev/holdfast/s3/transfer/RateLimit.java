package dev.holdfast.s3.transfer;

import java.io.InterruptedIOException;
import java.util.Objects;

/** Keeps the bytes of all transfers together, up and down, under a rate. Thread-safe. */
public final class RateLimit {

    /** Reads are cut to this, so that a low rate is kept evenly and not in bursts of a whole buffer. */
    static final int MAX_READ_BYTES = 16 * 1024;

    private final long bytesPerSecond;
    private final Monotonic time;
    private long freeAt;

    /** @param bytesPerSecond ≥ 1 */
    public RateLimit(long bytesPerSecond, Monotonic time) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + ", at least 1 is needed");
        }
        this.bytesPerSecond = bytesPerSecond;
        this.time = Objects.requireNonNull(time, "time");
        this.freeAt = time.nanoTime();
    }

    /** Waits until the bytes just moved are paid for. */
    void moved(int bytes) throws InterruptedIOException {
        long wait = reserve(bytes);
        if (wait > 0) {
            try {
                time.await(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while keeping to the bandwidth limit");
            }
        }
    }

    private synchronized long reserve(int bytes) {
        long now = time.nanoTime();
        if (freeAt - now < 0) {
            freeAt = now;
        }
        freeAt += (long) (bytes * 1e9 / bytesPerSecond);
        return freeAt - now;
    }
}
