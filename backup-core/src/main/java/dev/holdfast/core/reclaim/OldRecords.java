package dev.holdfast.core.reclaim;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The records of the log that nobody asks for any more. Those of the last days stay, for writers find by them what
 * happened while they ran; and those that say what a removal took away, as long as it can be undone.
 */
final class OldRecords {

    private static final int BATCH = 1_000;

    private final ObjectStore store;
    private final RepositoryLog log;
    private final Clock clock;

    OldRecords(ObjectStore store, RepositoryLog log, Clock clock) {
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Deletes them.
     *
     * @param failures takes those that could not be deleted, with the reason
     * @return how many were deleted
     */
    int delete(CommittedState state, Map<ObjectKey, String> failures) {
        long first = firstKept(state);
        if (first <= 1) {
            return 0;
        }
        List<ObjectInfo> records = new ArrayList<>();
        store.each(Layout.LOG, info -> {
            if (Layout.recordNumber(info.key()).isPresent()) {
                records.add(info);
            }
        });
        List<ObjectInfo> candidates = records.stream()
                .filter(info -> info.key().compareTo(Layout.record(first)) > 0)
                .toList();
        int young = young(candidates, now(records).minus(Condemned.GRACE));
        int count = 0;
        for (int i = young; i < candidates.size(); i += BATCH) {
            List<ObjectKey> batch = candidates.subList(i, Math.min(i + BATCH, candidates.size())).stream()
                    .map(ObjectInfo::key)
                    .toList();
            Map<ObjectKey, String> left = store.delete(batch);
            failures.putAll(left);
            count += batch.size() - left.size();
        }
        return count;
    }

    /** The time at the most, whatever the clock here says: the store has stamped the head by its own. */
    private Instant now(List<ObjectInfo> newestFirst) {
        Instant here = clock.instant();
        return newestFirst.stream()
                .findFirst()
                .flatMap(ObjectInfo::storedAt)
                .filter(head -> head.isBefore(here))
                .orElse(here);
    }

    /**
     * By the clock of its writer and by that of the store: if one of them is behind, a writer at work might miss what
     * it must follow.
     */
    private boolean isOld(ObjectInfo record, Instant limit) {
        return record.storedAt().map(stored -> stored.isBefore(limit)).orElse(true)
                && log.atIfSound(Layout.recordNumber(record.key()).orElseThrow())
                        .map(state -> state.record().time().isBefore(limit))
                        .orElse(true);
    }

    /** The lowest number that must stay whatever its age. */
    private static long firstKept(CommittedState state) {
        long first = state.head().number();
        for (Iterator<Condemned> all = state.condemned(); all.hasNext(); ) {
            Condemned each = all.next();
            if (!each.deleting()) {
                // What a removal took away stands in the record before it.
                first = Math.min(first, each.record() - 1);
            }
        }
        return first;
    }

    /**
     * How many of the candidates, newest first, are not yet old. Their times ascend with their numbers, so few are
     * read.
     */
    private int young(List<ObjectInfo> candidates, Instant limit) {
        int low = 0;
        int high = candidates.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isOld(candidates.get(middle), limit)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
