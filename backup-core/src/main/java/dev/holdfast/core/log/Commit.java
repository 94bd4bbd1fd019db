package dev.holdfast.core.log;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A change that a writer wants to be recorded. Everything that it refers to is durable already.
 *
 * @param writer id of the run
 * @param change for the record
 * @param parent snapshot that must still be in the roster, if there is one
 * @param needs whether the change refers to an object, so that it cannot be recorded once that is condemned
 * @param transformation makes the new state from the one that the record will follow; called again for each newer one
 */
public record Commit(
        String writer,
        Change change,
        Optional<SnapshotId> parent,
        Predicate<ObjectKey> needs,
        Transformation transformation) {

    /** Makes the new state. May throw a {@link dev.holdfast.api.error.BackupException} to give up. */
    public interface Transformation {
        StateLists apply(CommittedState on);
    }

    /**
     * A snapshot or checkpoint that joins the roster; the state of an unfinished run that is there leaves it.
     *
     * @param parent snapshot whose blocks it refers to, if there is one
     */
    public static Commit add(RosterEntry entry, Optional<SnapshotId> parent, Predicate<ObjectKey> needs) {
        SnapshotId id = entry.snapshot();
        Change change = entry.partial() ? Change.checkpoint(id) : Change.snapshot(id);
        return new Commit(id.value(), change, parent, needs, on -> {
            var snapshots = on.lists().snapshots();
            Optional<RosterEntry> partial = on.partial();
            if (partial.isPresent()) {
                snapshots = on.snapshotEdit()
                        .remove(snapshots, partial.get().snapshot().value());
            }
            return on.lists().withSnapshots(on.snapshotEdit().put(snapshots, entry));
        });
    }
}
