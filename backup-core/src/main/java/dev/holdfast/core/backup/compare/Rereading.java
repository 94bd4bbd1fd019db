package dev.holdfast.core.backup.compare;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.manifest.BlockNeed;
import java.util.List;

/**
 * Which unchanged files are read again all the same: every one, if that was asked for or content was lost; otherwise
 * small ones in blocks that are mostly dead, so that these can go. For one thread.
 */
public final class Rereading {

    /** Of small files a run may store as much again as this, or a 128th of all content if that is more. */
    private static final long RENEWAL_BUDGET_BYTES = 64 << 20;

    private static final int RENEWAL_PART = 128;

    private final boolean all;
    private final UsableBlocks usable;
    private final long budgetBytes;
    private long renewedBytes;

    /**
     * @param usable of blocks of content; in others too little is live
     * @param formerBytes content of the former snapshot
     */
    Rereading(boolean all, UsableBlocks usable, long formerBytes) {
        this.all = all;
        this.usable = usable;
        this.budgetBytes = Math.max(RENEWAL_BUDGET_BYTES, formerBytes / RENEWAL_PART);
    }

    /** What a run reads again, because it was asked to or has to. */
    public static Rereading of(BackupPlan plan, ChainState chain) {
        return new Rereading(plan.rereadAll() || chain.isDamaged(), chain::isUsableData, chain.parentBytes());
    }

    /** Whether a file may be read of which some need is. */
    boolean concerns(List<BlockNeed> needs) {
        return all
                || needs.stream()
                        .anyMatch(need ->
                                need.purpose() == Purpose.DATA && !usable.isUsable(need.writer(), need.block()));
    }

    /** Whether this file is read; then it counts. */
    boolean takes(Entry file) {
        if (all) {
            return true;
        }
        if (renewedBytes >= budgetBytes || file.sizeBytes() > Batches.SMALL_FILE_BYTES) {
            return false;
        }
        for (ContentItem item : file.content().items()) {
            if (!item.isHole()
                    && !usable.isUsable(item.chunk().writer(), item.chunk().block())) {
                renewedBytes += file.sizeBytes();
                return true;
            }
        }
        return false;
    }
}
