package dev.holdfast.core.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.read.StoredSnapshot;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers what a check shall look at. Not thread-safe. */
public final class VerificationRequest implements Verification {

    private final Function<Snapshot, StoredSnapshot> own;
    private final VerificationContext context;
    private @Nullable SnapshotId snapshot;
    private boolean presenceOnly;
    private VerificationPlan.Part part = VerificationPlan.Part.WHOLE;
    private boolean data;
    private @Nullable Path live;
    private Selection selection = Selection.all();
    private EntryPath path = EntryPath.ROOT;
    private ProgressListener listener = progress -> {};
    private boolean ran;

    /** @param own makes sure that a snapshot belongs to the repository */
    public VerificationRequest(Function<Snapshot, StoredSnapshot> own, VerificationContext context) {
        this.own = own;
        this.context = context;
    }

    @Override
    public Verification snapshot(Snapshot chosen) {
        SnapshotId id = own.apply(chosen).id();
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
    public Verification part(int number, int of) {
        part = new VerificationPlan.Part(number, of);
        return this;
    }

    @Override
    public Verification data() {
        data = true;
        return this;
    }

    @Override
    public Verification compare(Path root, Selection chosen) {
        chosen.requireFits(PathBytes.of(root));
        live = root;
        selection = chosen;
        return this;
    }

    @Override
    public Verification path(EntryPath chosen) {
        path = chosen;
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
        if (presenceOnly && part.of() > 1) {
            throw new IllegalStateException("presenceOnly and part exclude each other");
        }
        if (live == null && !path.isRoot()) {
            throw new IllegalStateException("a path is chosen for compare, which was not asked");
        }
        ran = true;
        VerificationPlan plan =
                new VerificationPlan(snapshot, presenceOnly, part, data, live, selection, path, listener);
        return new VerificationRun(context, plan).run();
    }
}
