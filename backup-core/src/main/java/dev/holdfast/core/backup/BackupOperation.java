package dev.holdfast.core.backup;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.chain.BlockOpeners;
import dev.holdfast.core.backup.chain.ParentChooser;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.plan.RunLease;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.selection.OwnPlaces;
import dev.holdfast.core.store.StoreCalls;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes backups: takes the lease, chooses what to continue, runs, and tidies the local state. Thread-safe. */
public final class BackupOperation {

    private final Supplier<BackupContext> contexts;
    private final Function<String, ArchiveFormat> archives;
    private final @Nullable Path localState;
    private final SecureRandom random;

    /**
     * @param contexts makes what one run works with
     * @param archives finds archive formats by name
     * @param localState the directory of the cache of this repository; null where nothing is kept between runs
     */
    public BackupOperation(
            Supplier<BackupContext> contexts,
            Function<String, ArchiveFormat> archives,
            @Nullable Path localState,
            SecureRandom random) {
        this.contexts = contexts;
        this.archives = archives;
        this.localState = localState;
        this.random = random;
    }

    /** Begins a request. */
    public Backup request() {
        return new BackupRequest(this);
    }

    BackupResult run(BackupPlan plan) {
        BackupContext context = contexts.get();
        context.clearPart().manifests().requireExpected(context.sealing().signer());
        // A passphrase is asked for, and a wrong one told, before hours of work and not at their end.
        context.sealing().signer().ifPresent(Signer::unlock);
        StoreCalls calls = context.store().calls();
        try (calls;
                RunLease lease = context.clearPart().lease().get()) {
            return prepared(plan, context, prepared -> run(plan, context, prepared, lease));
        }
    }

    BackupPreview dryRun(BackupPlan plan) {
        BackupContext context = contexts.get();
        context.clearPart().manifests().requireExpected(context.sealing().signer());
        return prepared(plan, context, prepared -> new DryRun(context, plan, prepared).run());
    }

    private BackupResult run(BackupPlan plan, BackupContext context, Prepared prepared, RunLease lease) {
        Optional<RosterEntry> newest = prepared.state().last();
        Instant now = context.clock().instant();
        // The time of a snapshot is never before that of an older one, whatever the clock does.
        Instant time = newest.filter(last -> !last.time().isBefore(now))
                .map(last -> last.time().plusNanos(1))
                .orElse(now);
        try (Remembered remembered = new Remembered(prepared.scratch());
                BackupRun run = new BackupRun(context, plan, prepared, lease, remembered, time)) {
            BackupResult result = run.run();
            if (result.committed()) {
                prepared.cache().retain(run.catalogWriters());
            }
            return result;
        }
    }

    /**
     * Makes a run. Where it meets a damaged local copy of the catalog, which no key here can replace, it is made again:
     * without the copy it begins a new chain.
     */
    private <T> T prepared(BackupPlan plan, BackupContext context, Function<Prepared, T> action) {
        try (Scratch scratch = Scratch.open(localState)) {
            try {
                return prepared(plan, context, scratch, action);
            } catch (KeyException e) {
                if (!scratch.catalog().hasDroppedDamage()) {
                    throw e;
                }
            }
        }
        try (Scratch scratch = Scratch.open(localState)) {
            return prepared(plan, context, scratch, action);
        }
    }

    private <T> T prepared(BackupPlan plan, BackupContext context, Scratch scratch, Function<Prepared, T> action) {
        CatalogCache cache = scratch.catalog();
        try (Opener opener = context.sealing().cipher().opener();
                BlockOpeners openers = new BlockOpeners(archives, opener)) {
            CommittedState state = context.clearPart().head().get();
            Instant now = context.clock().instant();
            SnapshotId id = newId(now, state.last());
            List<Notice> notices = new ArrayList<>(RunNotices.keys(context.sealing(), Instant.now()));
            state.last().flatMap(last -> RunNotices.clock(last, now)).ifPresent(notices::add);
            ParentChooser.Choice choice =
                    new ParentChooser(context, plan, state, cache, openers, random, notices).choose();
            OwnPlaces own = OwnPlaces.of(context.posix(), context.store().storage(), scratch.directory());
            return action.apply(new Prepared(state, id, choice, cache, scratch.directory(), own, notices));
        }
    }

    /** An id behind all others: of two within a second the later one is given the next second. */
    private SnapshotId newId(Instant now, Optional<RosterEntry> newest) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        if (newest.isPresent()) {
            Instant lastSecond = WriterId.second(newest.get().snapshot().value());
            if (!lastSecond.isBefore(second)) {
                second = lastSecond.plusSeconds(1);
            }
        }
        return SnapshotId.of(WriterId.create(second, random));
    }
}
