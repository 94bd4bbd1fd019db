package dev.holdfast.core.compaction;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.reclaim.Reclaim;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.core.log.Condemned;
import java.time.Duration;

/** Gathers how space shall be got back. Not thread-safe. */
public final class ReclaimRequest implements Reclaim {

    /** What was asked for. */
    record Settings(double liveShare, long moveAtMostBytes, Duration grace, ProgressListener listener) {}

    private final ReclaimContext context;
    private double liveShare = DEFAULT_LIVE_SHARE;
    private long moveAtMostBytes = DEFAULT_MOVED_BYTES;
    private Duration grace = Condemned.GRACE;
    private ProgressListener listener = progress -> {};
    private boolean planned;

    public ReclaimRequest(ReclaimContext context) {
        this.context = context;
    }

    @Override
    public Reclaim compactBelow(double newLiveShare) {
        if (!(newLiveShare >= 0 && newLiveShare <= 1)) {
            throw new IllegalArgumentException("a live share of " + newLiveShare + "; it is from 0 to 1");
        }
        liveShare = newLiveShare;
        return this;
    }

    @Override
    public Reclaim moveAtMost(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("what is moved at most is not negative: " + bytes + " bytes");
        }
        moveAtMostBytes = bytes;
        return this;
    }

    @Override
    public Reclaim grace(Duration newGrace) {
        if (newGrace.isNegative()) {
            throw new IllegalArgumentException("a grace period is not negative: " + newGrace);
        }
        grace = newGrace;
        return this;
    }

    @Override
    public Reclaim onProgress(ProgressListener newListener) {
        listener = newListener;
        return this;
    }

    @Override
    public ReclaimPlan plan() {
        if (planned) {
            throw new IllegalStateException("this request was planned already");
        }
        planned = true;
        return new Planner(context, new Settings(liveShare, moveAtMostBytes, grace, listener)).plan();
    }
}
