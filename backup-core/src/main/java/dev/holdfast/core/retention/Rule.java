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
     * @param candidates oldest first, at least one
     * @return why, for people, by place among the candidates
     */
    Map<Integer, String> choose(List<Candidate> candidates, Instant now, ZoneId zone);
}
