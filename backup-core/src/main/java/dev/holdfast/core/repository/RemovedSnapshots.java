package dev.holdfast.core.repository;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one removal took out of the roster. Immutable.
 *
 * @param record its number
 * @param time of the record
 * @param snapshots as the roster before it had them
 */
public record RemovedSnapshots(long record, Instant time, List<RosterEntry> snapshots) {

    /**
     * Nothing where the record is no removal, or it, the one before it, or a page of that one's roster is deleted or
     * damaged.
     */
    public static Optional<RemovedSnapshots> by(RepositoryLog log, long record) {
        Optional<CommittedState> removal =
                log.atIfFollowed(record).filter(state -> state.record().change().isRemoval());
        try {
            return removal.flatMap(log::beforeIfSound)
                    .map(before -> new RemovedSnapshots(
                            record,
                            removal.get().record().time(),
                            removal.get().record().change().snapshots().stream()
                                    .flatMap(id -> before.snapshot(id).stream())
                                    .toList()));
        } catch (IntegrityException e) {
            return Optional.empty();
        }
    }

    /** Those that are not in the roster of a state. */
    public List<RosterEntry> missing(CommittedState on) {
        return snapshots.stream()
                .filter(entry -> on.snapshot(entry.snapshot()).isEmpty())
                .toList();
    }
}
