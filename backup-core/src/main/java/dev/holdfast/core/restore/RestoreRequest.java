package dev.holdfast.core.restore;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.Choice;
import dev.holdfast.core.restore.plan.Renames;
import dev.holdfast.core.restore.plan.RestoreSettings;
import dev.holdfast.core.target.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gathers what a restore shall do. Not thread-safe. */
public final class RestoreRequest implements Restore {

    private final RestoreContext context;
    private final List<EntryPath> paths = new ArrayList<>();
    private @Nullable Path target;
    private boolean into;
    private Renames renames = Renames.NONE;
    private ConflictPolicy policy = ConflictPolicy.FAIL;
    private Ownership ownership = Ownership.BY_NAME;
    private ProgressListener listener = progress -> {};
    private RestoreSettings.@Nullable Thaw thaw;
    private @Nullable Duration waitInterval;
    private boolean ran;

    public RestoreRequest(RestoreContext context) {
        this.context = context;
    }

    @Override
    public Restore path(EntryPath path) {
        if (!paths.contains(path)) {
            paths.add(path);
        }
        return this;
    }

    @Override
    public Restore as(Path newTarget) {
        return to(newTarget, false);
    }

    @Override
    public Restore into(Path directory) {
        return to(directory, true);
    }

    private Restore to(Path newTarget, boolean isInto) {
        if (target != null) {
            throw new IllegalStateException("it was said already where to restore to: " + target);
        }
        target = Objects.requireNonNull(newTarget, "target");
        into = isInto;
        return this;
    }

    @Override
    public Restore rename(EntryPath from, EntryPath to) {
        renames = renames.with(from, to);
        return this;
    }

    @Override
    public Restore onConflict(ConflictPolicy newPolicy) {
        policy = Objects.requireNonNull(newPolicy, "policy");
        return this;
    }

    @Override
    public Restore numericOwners() {
        return owners(Ownership.BY_NUMBER);
    }

    @Override
    public Restore withoutOwners() {
        return owners(Ownership.NOT_KEPT);
    }

    private Restore owners(Ownership wanted) {
        if (ownership != Ownership.BY_NAME && ownership != wanted) {
            throw new IllegalStateException("numericOwners and withoutOwners exclude each other");
        }
        ownership = wanted;
        return this;
    }

    @Override
    public Restore onProgress(ProgressListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    @Override
    public Restore thaw(Tier tier, int days) {
        if (days < 1) {
            throw new IllegalArgumentException("copies are kept for " + days + " days; at least 1 is needed");
        }
        thaw = new RestoreSettings.Thaw(Objects.requireNonNull(tier, "tier"), days);
        return this;
    }

    @Override
    public Restore waitForThaw(Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval between two looks is positive, not " + interval);
        }
        waitInterval = interval;
        return this;
    }

    @Override
    public RestorePlan plan() {
        checkTarget();
        RestoreSettings settings = settings();
        try (OpenSnapshot snapshot = context.opening().get()) {
            snapshot.requireKey();
            return context.planning(settings).plan(snapshot, Choice.all(snapshot, settings));
        }
    }

    @Override
    public RestoreResult run() {
        if (ran) {
            throw new IllegalStateException("this restore was run already");
        }
        if (target == null) {
            throw new IllegalStateException("say where to restore to: as or into");
        }
        checkTarget();
        ran = true;
        return new RestoreRun(context, settings()).run();
    }

    private void checkTarget() {
        if (!into && target != null && paths.size() > 1) {
            throw new IllegalStateException("as takes a single path, but there are " + paths.size() + "; use into");
        }
    }

    private RestoreSettings settings() {
        return new RestoreSettings(paths, target, into, renames, policy, ownership, listener, thaw, waitInterval);
    }
}
