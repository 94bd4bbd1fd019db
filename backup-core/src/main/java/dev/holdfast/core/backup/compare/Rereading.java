package dev.holdfast.core.backup.compare;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.plan.BackupPlan;
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

    /** Tells blocks of which too little is live. */
    interface SparseBlocks {
        boolean isSparse(String writer, int block);
    }

    private final boolean all;
    private final SparseBlocks sparse;
    private final long budgetBytes;
    private long renewedBytes;

    private Rereading(boolean all, SparseBlocks sparse, long budgetBytes) {
        this.all = all;
        this.sparse = sparse;
        this.budgetBytes = budgetBytes;
    }

    /** What a run reads again, because it was asked to or has to. */
    public static Rereading of(BackupPlan plan, ChainState chain) {
        return plan.rereadAll() || chain.isDamaged()
                ? everything()
                : ofSparse(chain::isSparseData, chain.parentBytes());
    }

    static Rereading everything() {
        return new Rereading(true, (writer, block) -> false, 0);
    }

    /** @param formerBytes content of the former snapshot */
    static Rereading ofSparse(SparseBlocks sparse, long formerBytes) {
        return new Rereading(false, sparse, Math.max(RENEWAL_BUDGET_BYTES, formerBytes / RENEWAL_PART));
    }

    /** Whether a file may be read of which some need is. */
    boolean concerns(List<BlockNeed> needs) {
        return all
                || needs.stream()
                        .anyMatch(
                                need -> need.purpose() == Purpose.DATA && sparse.isSparse(need.writer(), need.block()));
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
                    && sparse.isSparse(item.chunk().writer(), item.chunk().block())) {
                renewedBytes += file.sizeBytes();
                return true;
            }
        }
        return false;
    }
}
