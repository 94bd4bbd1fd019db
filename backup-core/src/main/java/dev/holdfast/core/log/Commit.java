package dev.holdfast.core.log;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A change that a writer wants to be recorded. Everything that it refers to is durable already.
 *
 * @param writer id of the run
 * @param change for the record
 * @param parent snapshot that must still be in the roster, if there is one
 * @param needs tells what the change refers to
 * @param transformation makes the new state from the one that the record will follow; called again for each newer one
 */
public record Commit(
        String writer, Change change, Optional<SnapshotId> parent, Needs needs, Transformation transformation) {

    /** Makes the new state. May throw a {@link dev.holdfast.api.error.BackupException} to give up. */
    public interface Transformation {
        StateLists apply(CommittedState on);
    }

    /**
     * Tells which objects a change refers to. What is condemned of them is taken off the list of condemned objects by
     * the record; what is being deleted keeps the record from being written.
     */
    public interface Needs {

        /** The change refers to no objects beyond what the state that it follows names. */
        Needs NONE = (on, condemned) -> Set.of();

        /** Those of the condemned objects of a state that the change refers to, moves applied. */
        Set<ObjectKey> among(CommittedState on, Set<ObjectKey> condemned);

        static Needs of(Predicate<ObjectKey> needed) {
            return (on, condemned) -> {
                Set<ObjectKey> found = new HashSet<>(condemned);
                found.removeIf(needed.negate());
                return found;
            };
        }
    }

    /**
     * A snapshot or checkpoint that joins the roster; the state of an unfinished run that is there leaves it.
     *
     * @param parent snapshot whose blocks it refers to, if there is one
     */
    public static Commit add(RosterEntry entry, Optional<SnapshotId> parent, Needs needs) {
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

    /**
     * Something that a change refers to is being deleted, or may have been deleted since the state that its writer
     * knew. Nothing was recorded. The writer can store it again for the newer state, and try again.
     */
    public static final class StaleNeedsException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient CommittedState state;
        private final transient Set<ObjectKey> objects;

        StaleNeedsException(CommittedState state, Set<ObjectKey> objects) {
            super(
                    objects.isEmpty()
                            ? "objects were deleted before record "
                                    + state.head().number()
                            : "these objects are being deleted: " + objects);
            this.state = state;
            this.objects = Set.copyOf(objects);
        }

        /** The newer state. */
        public CommittedState state() {
            return state;
        }

        /** What is being deleted; empty where it is only known that objects were. */
        public Set<ObjectKey> objects() {
            return objects;
        }
    }
}
