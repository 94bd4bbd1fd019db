package dev.holdfast.core.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** One rule of a policy. Stateless. */
interface Rule {

    /** Whether it says what stays, not what goes. */
    boolean keeps();

    /**
     * Names snapshots.
     *
     * @param snapshots oldest first, at least one
     * @return why, for people, by place among the snapshots
     */
    Map<Integer, String> choose(List<SnapshotFacts> snapshots, Instant now, ZoneId zone);
}
