package dev.holdfast.core.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.api.verify.VerifyResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gathers what a check shall look at. Not thread-safe. */
public final class VerificationRequest implements Verification {

    private final VerificationContext context;
    private @Nullable SnapshotId snapshot;
    private boolean presenceOnly;
    private boolean data;
    private @Nullable Path live;
    private ProgressListener listener = progress -> {};
    private boolean ran;

    public VerificationRequest(VerificationContext context) {
        this.context = context;
    }

    @Override
    public Verification snapshot(SnapshotId id) {
        if (snapshot != null && !snapshot.equals(id)) {
            throw new IllegalStateException("a check is of one snapshot or of all");
        }
        snapshot = id;
        return this;
    }

    @Override
    public Verification presenceOnly() {
        presenceOnly = true;
        return this;
    }

    @Override
    public Verification data() {
        data = true;
        return this;
    }

    @Override
    public Verification compare(Path root) {
        live = root;
        return this;
    }

    @Override
    public Verification onProgress(ProgressListener newListener) {
        listener = newListener;
        return this;
    }

    @Override
    public VerifyResult run() {
        if (ran) {
            throw new IllegalStateException("this check was run already");
        }
        if (presenceOnly && data) {
            throw new IllegalStateException("presenceOnly and data exclude each other");
        }
        ran = true;
        return new VerificationRun(context, new VerificationPlan(snapshot, presenceOnly, data, live, listener)).run();
    }
}
