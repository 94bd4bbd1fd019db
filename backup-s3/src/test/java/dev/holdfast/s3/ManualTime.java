package dev.holdfast.s3;

import dev.holdfast.s3.transfer.Monotonic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by being waited for. */
public final class ManualTime implements Monotonic {

    private final List<Duration> waits = new ArrayList<>();
    private long now = -1_000_000_000L;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void await(long nanos) {
        waits.add(Duration.ofNanos(nanos));
        now += nanos;
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    synchronized Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
