package dev.holdfast.core.backup.write;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.plan.RunLease;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.Commit.StaleNeedsException;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.ManifestBuilder;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.store.Layout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last writes of a run, in the order that keeps a repository whole: volumes, inventory, needed-set, signature,
 * manifest, record. For one thread.
 */
public final class Committer {

    /** The state that a commit has led to, and what its roster says of the snapshot. */
    public record Committed(CommittedState state, RosterEntry entry) {}

    private static final int MAX_TRIES = 20;

    private final BackupContext context;
    private final BackupPlan plan;
    private final RunLease lease;
    private final SnapshotId id;
    private final ChainState chain;
    private final Instant time;
    private final RunStreams streams;
    /** Volumes without an inventory yet. */
    private final List<WrittenVolume> durable = new ArrayList<>();

    private final List<LiveMasks.NewVolume> written = new ArrayList<>();
    private Set<String> catalogWriters = Set.of();
    private CommittedState state;
    private int nextInventory = 1;
    private int manifests;

    /** @param time that the snapshot stands for */
    public Committer(
            BackupContext context,
            BackupPlan plan,
            Prepared prepared,
            RunLease lease,
            Instant time,
            RunStreams streams) {
        this.context = context;
        this.plan = plan;
        this.lease = lease;
        this.id = prepared.id();
        this.chain = prepared.chain();
        this.time = time;
        this.streams = streams;
        this.state = prepared.state();
    }

    /** Writes the rest of a catalog whose listing is complete, and commits the snapshot. */
    public Committed finish(NewCatalog catalog, Manifest.Totals totals) {
        return commit(catalog.finish(), totals, false);
    }

    /**
     * Commits what is stored so far as a partial state.
     *
     * @param frontier the last entry listed
     */
    public void checkpoint(NewCatalog catalog, EntryPath frontier, Manifest.Totals totals) {
        commit(catalog.checkpoint(frontier), totals, true);
    }

    /**
     * Commits what was put into the streams. Where the manifest or pages of its needed-set were deleted meanwhile, they
     * are stored again.
     */
    private Committed commit(NewCatalog.Sealed catalog, Manifest.Totals totals, boolean partial) {
        flush();
        for (int i = 1; ; i++) {
            try {
                return tryToCommit(catalog, totals, partial);
            } catch (StaleNeedsException e) {
                state = e.state();
                if (i == MAX_TRIES || !e.objects().stream().allMatch(Committer::isStoredAgain)) {
                    throw beingDeleted(e);
                }
            }
        }
    }

    private BackupException beingDeleted(StaleNeedsException cause) {
        String message = "what the run " + id + " builds on is being deleted from "
                + context.store().describe() + ": " + cause.getMessage() + "; nothing was recorded, ";
        // What it has stored itself may be taken for left over. What the snapshot needs that it continues may not.
        boolean isOwn = cause.objects().stream()
                .allMatch(object -> isStoredAgain(object) || object.value().contains("/" + id + "/"));
        return isOwn
                ? new ConcurrentWriterException(message + "run again", cause)
                : new IntegrityException(
                        message + "for the last snapshot needs it, so the log is wrong: make a backup that repairs",
                        cause);
    }

    /** Whether another try stores it anew; what a volume holds is not there any more. */
    private static boolean isStoredAgain(ObjectKey object) {
        return object.value().startsWith(Layout.PAGES) || object.value().startsWith(Layout.MANIFESTS);
    }

    private Committed tryToCommit(NewCatalog.Sealed catalog, Manifest.Totals totals, boolean partial) {
        ClearList<NeededVolume> needed = catalog.needs().needed(chain.needed(), written, state.pages());
        Manifest manifest = manifest(catalog.root(), needed, totals, partial);
        lease.check();
        RosterEntry entry = context.clearPart()
                .manifests()
                .put(manifest, ++manifests, context.sealing().signer());
        Optional<SnapshotId> parent = Optional.ofNullable(chain.parent())
                .map(continued -> continued.manifest().snapshot());
        // After the first checkpoint of this run its own partial state has taken the place of an interrupted parent.
        Optional<SnapshotId> present =
                parent.filter(snapshot -> state.snapshot(snapshot).isPresent());
        ManifestNeeds objects;
        try {
            objects = new ManifestNeeds(manifest, entry, state.pages());
        } catch (IntegrityException e) {
            // A page that was taken for stored may have been swept away.
            context.clearPart()
                    .log()
                    .requireUnswept(state, Commit.add(entry, present, Commit.Needs.of(object -> false)));
            throw e;
        }
        catalogWriters = objects.catalogWriters();
        state = context.clearPart().log().commit(state, Commit.add(entry, present, objects));
        return new Committed(state, entry);
    }

    public boolean hasCommitted() {
        return manifests > 0;
    }

    /** The runs whose catalog blocks the last commit needs. */
    public Set<String> catalogWriters() {
        return catalogWriters;
    }

    /** Makes durable what is in the streams, with its inventories. If that is interrupted, it can be done again. */
    private void flush() {
        durable.addAll(streams.flush());
        int first = nextInventory;
        // The store may yet do what an interrupted put has asked for, so none of these names is used again.
        nextInventory += durable.size();
        List<LiveMasks.NewVolume> stored = context.clearPart().manifests().putInventories(id.value(), first, durable);
        for (LiveMasks.NewVolume volume : stored) {
            nextInventory = Layout.number(volume.inventory().key()) + 1;
        }
        written.addAll(stored);
        durable.clear();
    }

    private Manifest manifest(
            ChunkRef catalog, ClearList<NeededVolume> needed, Manifest.Totals totals, boolean partial) {
        ManifestBuilder manifest = new ManifestBuilder()
                .repository(state.repository())
                .partial(partial)
                .began(time)
                .finished(context.clock().instant())
                .tags(plan.tags())
                .cipher(context.sealing().cipher().name())
                .archive(context.sealing().archive().name())
                .blockBytes(chain.blockBytes(), chain.catalogBlockBytes())
                .recipients(streams.dataRecipients(), streams.catalogRecipients())
                .totals(totals)
                .storedBytes(context.store().bytesPut())
                .catalog(catalog)
                .needed(needed);
        ChainState.Parent parent = chain.parent();
        if (parent == null || chain.kind() == SnapshotKind.FULL) {
            manifest.full(id);
        } else {
            Manifest former = parent.manifest();
            manifest.incremental(id, former.chain(), new Manifest.Parent(former.snapshot(), parent.sha256()));
        }
        return manifest.build();
    }
}
