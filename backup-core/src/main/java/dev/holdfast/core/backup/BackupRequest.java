package dev.holdfast.core.backup;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.json.Times;
import dev.holdfast.core.posix.PathBytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers what a backup shall do. Not thread-safe. */
final class BackupRequest implements Backup {

    /** The root of a catalog, a block, names all sources beside much else. */
    private static final int MAX_SOURCES_BYTES = 128 << 10;

    /** What a source takes there beside its names. */
    private static final int SOURCE_BYTES = 24;

    private final BackupOperation operation;
    private final List<BackupPlan.Source> sources = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private BackupPlan.Chain chain = BackupPlan.Chain.EITHER;
    private @Nullable Function<Instant, Instant> fullIfBefore;
    private boolean rereadAll;
    private boolean sourceMismatchAllowed;
    private boolean skipIfUnchanged;
    private final Set<ObjectKey> damaged = new HashSet<>();
    private ProgressListener listener = progress -> {};
    private boolean ran;

    BackupRequest(BackupOperation operation) {
        this.operation = operation;
    }

    @Override
    public Backup source(Path root, Selection selection) {
        selection.requireFits(PathBytes.of(root));
        return add(new BackupPlan.Source(EntryPath.ROOT, root, selection, null));
    }

    @Override
    public Backup source(String at, Path root, Selection selection) {
        selection.requireFits(PathBytes.of(root));
        return add(new BackupPlan.Source(named(at), root, selection, null));
    }

    @Override
    public Backup source(String at, StreamSource stream) {
        return add(new BackupPlan.Source(named(at), null, Selection.all(), Objects.requireNonNull(stream, "stream")));
    }

    private static EntryPath named(String at) {
        EntryPath path = EntryPath.of(at);
        if (path.isRoot()) {
            throw new IllegalArgumentException(
                    "a named source needs a path inside the snapshot, but \"" + at + "\" is none");
        }
        return path;
    }

    private Backup add(BackupPlan.Source source) {
        for (BackupPlan.Source other : sources) {
            boolean both = source.at().isRoot() == other.at().isRoot();
            if (both && (source.at().startsWith(other.at()) || other.at().startsWith(source.at()))) {
                throw new IllegalStateException(
                        source.at().isRoot()
                                ? "the snapshot has a root already; give further sources a path in the snapshot"
                                : "\"" + source.at() + "\" and \"" + other.at() + "\" lie inside each other");
            }
        }
        sources.add(source);
        return this;
    }

    @Override
    public Backup tag(String tag) {
        Backup.requireTag(tag);
        tags.add(tag);
        return this;
    }

    @Override
    public Backup full() {
        return chain(BackupPlan.Chain.FULL);
    }

    @Override
    public Backup incremental() {
        return chain(BackupPlan.Chain.INCREMENTAL);
    }

    private Backup chain(BackupPlan.Chain wanted) {
        if (chain != BackupPlan.Chain.EITHER && chain != wanted || fullIfBefore != null) {
            throw new IllegalStateException("full, incremental and fullIfOlderThan exclude each other");
        }
        chain = wanted;
        return this;
    }

    @Override
    public Backup fullIfOlderThan(Period age) {
        requireAge(age, age.isNegative());
        return fullIfBefore(now -> Times.before(now, age, ZoneOffset.UTC));
    }

    @Override
    public Backup fullIfOlderThan(Duration age) {
        requireAge(age, age.isNegative());
        return fullIfBefore(now -> Times.before(now, age));
    }

    private static void requireAge(TemporalAmount age, boolean isNegative) {
        if (isNegative) {
            throw new IllegalArgumentException("the age of a full snapshot is not negative: " + age);
        }
    }

    private Backup fullIfBefore(Function<Instant, Instant> limit) {
        if (chain != BackupPlan.Chain.EITHER) {
            throw new IllegalStateException("full, incremental and fullIfOlderThan exclude each other");
        }
        fullIfBefore = limit;
        return this;
    }

    @Override
    public Backup rereadAll() {
        rereadAll = true;
        return this;
    }

    @Override
    public Backup repair(VerifyResult found) {
        for (Finding finding : found.findings()) {
            finding.object().map(ObjectKey::of).ifPresent(damaged::add);
        }
        if (found.findingCount() > found.findings().size()) {
            throw new IllegalArgumentException(Long.toString(found.findingCount()) + " findings, of which only "
                    + found.findings().size() + " are known; begin a new chain instead, which needs nothing older");
        }
        return this;
    }

    @Override
    public Backup allowSourceMismatch() {
        sourceMismatchAllowed = true;
        return this;
    }

    @Override
    public Backup skipIfUnchanged() {
        skipIfUnchanged = true;
        return this;
    }

    @Override
    public Backup onProgress(ProgressListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    @Override
    public BackupResult run() {
        BackupPlan plan = plan();
        ran = true;
        return operation.run(plan);
    }

    @Override
    public BackupPreview dryRun() {
        return operation.dryRun(plan());
    }

    /** Told before hours of work and not at their end. */
    private static void requireRoom(List<BackupPlan.Source> sources) {
        long bytes = 0;
        for (BackupPlan.Source source : sources) {
            Path root = source.root();
            int path = root == null ? 0 : PathBytes.of(root.toAbsolutePath()).length;
            bytes += SOURCE_BYTES + (source.at().lengthBytes() + path) * 4L / 3;
        }
        if (bytes > MAX_SOURCES_BYTES) {
            throw new ConfigurationException(
                    sources.size() + " sources take " + bytes
                            + " bytes to be named, and a catalog has room for " + MAX_SOURCES_BYTES
                            + "; nothing was backed up. Back up a directory around them, with a selection, or use several repositories");
        }
    }

    private BackupPlan plan() {
        if (ran) {
            throw new IllegalStateException("this backup was run already");
        }
        if (sources.isEmpty()) {
            throw new IllegalStateException("a backup needs a source");
        }
        requireRoom(sources);
        return new BackupPlan(
                sources,
                tags,
                chain,
                Optional.ofNullable(fullIfBefore),
                rereadAll,
                sourceMismatchAllowed,
                skipIfUnchanged,
                damaged,
                listener);
    }
}
