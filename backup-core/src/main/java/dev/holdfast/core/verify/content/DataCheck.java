package dev.holdfast.core.verify.content;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.SnapshotAccess;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.StoredPages;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks chunks in rounds: opens blocks until the table of chunks is full, then looks up what the listings, and the
 * index of the newest snapshot, refer to of them. So memory is bounded, at the price of reading these once for each
 * four million chunks. For one thread.
 */
public final class DataCheck implements AutoCloseable {

    private static final String WRONG_INDEX =
            "this snapshot can be restored, but a backup that continues it may refer to what is"
                    + " not there; make a full one next: ";

    private record OpenerKey(Purpose purpose, String archive, int blockBytes) {}

    private final SnapshotAccess access;
    private final OptimisticRead reading;
    private final Map<RosterEntry, Manifest> chosen;
    private final Findings findings;
    private final InFlight work;
    private final LongAdder fetchedBytes;
    /** Backups continue no other one, so the index of another one is of no use any more. */
    private final @Nullable RosterEntry newest;

    private final long secret;
    private final ChunkCheck check = new ChunkCheck();
    private final Map<OpenerKey, BlockOpener> openers = new HashMap<>();
    /** In which the catalogs are where they were found last. */
    private CommittedState state;

    private ChunkTable table;

    /**
     * @param reading finds catalogs that others have moved meanwhile
     * @param chosen in the order of the roster
     * @param secret random
     */
    public DataCheck(
            SnapshotAccess access,
            OptimisticRead reading,
            CommittedState state,
            Map<RosterEntry, Manifest> chosen,
            Findings findings,
            InFlight work,
            LongAdder fetchedBytes,
            long secret) {
        this.access = access;
        this.reading = reading;
        this.state = state;
        this.chosen = chosen;
        this.findings = findings;
        this.work = work;
        this.fetchedBytes = fetchedBytes;
        this.newest = state.last().orElse(null);
        this.secret = secret;
        this.table = new ChunkTable(secret);
    }

    VolumeCheck volume(InventoryCheck.Volume volume) {
        Manifest manifest = volume.needed().manifest();
        Purpose purpose = Layout.purpose(volume.needed().runs().get(0).stream());
        int blockBytes = manifest.blockBytes(purpose);
        BlockOpener opener = openers.computeIfAbsent(
                new OpenerKey(purpose, manifest.archive(), blockBytes), key -> access.opener(manifest, purpose));
        return new VolumeCheck(
                volume.needed(), volume.section(), check, findings, new VolumeCheck.Opening(opener, table));
    }

    boolean isRoundFull() {
        return table.isFull();
    }

    /** Looks up the references to what was opened; nothing is under way. Begins a new round. */
    void endRound() {
        table.seal();
        ListingCheck listings = new ListingCheck(table, findings, work);
        IndexCheck index = new IndexCheck(table, work);
        chosen.forEach((entry, manifest) -> {
            boolean isWhole = read(entry, manifest, "this snapshot cannot be restored from its catalog: ", snapshot -> {
                NeededSet needed = NeededSet.read(manifest, new StoredPages(access.store()));
                listings.check(entry, snapshot, needed);
            });
            if (isWhole && entry.equals(newest)) {
                read(entry, manifest, WRONG_INDEX, index::check);
            }
        });
        table = new ChunkTable(secret);
    }

    /** @return whether it could be read; otherwise a finding begins with what that means */
    private boolean read(RosterEntry entry, Manifest manifest, String otherwise, Consumer<OpenSnapshot> reader) {
        try {
            state = reading.from(state, newer -> {
                try (OpenSnapshot snapshot = access.openUncached(newer, manifest)) {
                    reader.accept(snapshot);
                    fetchedBytes.add(snapshot.ranges().fetchedBytes());
                }
                return newer;
            });
            return true;
        } catch (IntegrityException | FormatException e) {
            findings.damaged(entry.manifest(), otherwise + e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        openers.values().forEach(BlockOpener::close);
    }
}
