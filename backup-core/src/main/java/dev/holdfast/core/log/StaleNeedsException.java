package dev.holdfast.core.log;

import dev.holdfast.api.storage.ObjectKey;
import java.util.Set;

/**
 * Something that a change refers to is being deleted, or may have been deleted since the state that its writer knew. Nothing was recorded.
 * The writer can store it again for the newer state, and try again.
 */
public final class StaleNeedsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient CommittedState state;
    private final transient Set<ObjectKey> objects;

    StaleNeedsException(CommittedState state, Set<ObjectKey> objects) {
        super(
                objects.isEmpty()
                        ? "objects were deleted before record " + state.head().number()
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
