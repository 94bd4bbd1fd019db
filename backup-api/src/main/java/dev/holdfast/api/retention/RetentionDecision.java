package dev.holdfast.api.retention;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a policy decides about one snapshot.
 *
 * @param time that the snapshot stands for
 * @param kept whether it stays
 * @param reasons the rules that say so, for people; at least one, without control characters
 */
public record RetentionDecision(
        SnapshotId snapshot, Instant time, SnapshotKind kind, boolean kept, List<String> reasons) {

    public RetentionDecision {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(kind, "kind");
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty() || reasons.stream().anyMatch(RetentionDecision::isNoReason)) {
            throw new IllegalArgumentException(
                    "a decision has reasons, none empty or with control characters: " + reasons);
        }
    }

    private static boolean isNoReason(String reason) {
        return reason.isEmpty() || reason.chars().anyMatch(Character::isISOControl);
    }

    /** Whether it stays, its id, and the reasons. */
    @Override
    public String toString() {
        return (kept ? "keep " : "drop ") + snapshot + ": " + String.join("; ", reasons);
    }
}
