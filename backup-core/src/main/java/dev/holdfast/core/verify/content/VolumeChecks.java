package dev.holdfast.core.verify.content;

import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.verify.content.InventoryCheck.Volume;
import org.jspecify.annotations.Nullable;

/**
 * Fetches volumes and checks their blocks and, if asked to, what is in them. For one thread; the workers fetch, hash
 * and open.
 */
public final class VolumeChecks {

    private final BlockFetcher fetcher;
    private final InFlight work;
    private final Findings findings;
    private final @Nullable DataCheck data;
    private final ChunkCheck hashes = new ChunkCheck();

    /** @param data null if no block is to be opened */
    public VolumeChecks(BlockFetcher fetcher, InFlight work, Findings findings, @Nullable DataCheck data) {
        this.fetcher = fetcher;
        this.work = work;
        this.findings = findings;
        this.data = data;
    }

    /** Begins to fetch a volume. */
    public void begin(Volume volume) {
        if (data == null) {
            fetcher.fetch(new VolumeCheck(volume.needed(), volume.section(), hashes, findings, null).blocks());
            return;
        }
        fetcher.fetch(data.volume(volume).blocks());
        if (data.isRoundFull()) {
            work.await();
            data.endRound();
        }
    }

    /** Waits for all volumes. */
    public void end() {
        work.await();
        if (data != null) {
            data.endRound();
        }
    }
}
