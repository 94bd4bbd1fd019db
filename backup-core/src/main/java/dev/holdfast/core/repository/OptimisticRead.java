package dev.holdfast.core.repository;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.store.ObjectStore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads a repository that others may change meanwhile. What a read does not find is damage only if the head is still
 * the one that it began with; otherwise others may have removed or moved it, and it is read again in the newer state.
 * Immutable.
 */
public final class OptimisticRead {

    private static final int MAX_TRIES = 5;

    private final Supplier<CommittedState> head;
    private final ObjectStore store;

    /**
     * @param head reads the newest state
     * @param store where the repository lies, for messages
     */
    public OptimisticRead(Supplier<CommittedState> head, ObjectStore store) {
        this.head = head;
        this.store = store;
    }

    /**
     * Reads the newest state.
     *
     * @param reading throws an {@link IntegrityException} for what it does not find
     * @throws IntegrityException if something is missing or damaged, and the head did not change
     * @throws ConcurrentWriterException if others changed the repository during each try
     */
    public <T> T read(Function<CommittedState, T> reading) {
        return read(reading, result -> false);
    }

    /** As {@link #read(Function)}. A result that is doubtful counts as well only if the head did not change. */
    public <T> T read(Function<CommittedState, T> reading, Predicate<T> doubtful) {
        return from(head.get(), reading, doubtful);
    }

    /** As {@link #read(Function)}, but begins with a state that may have been read long ago. */
    public <T> T from(CommittedState known, Function<CommittedState, T> reading) {
        return from(known, reading, result -> false);
    }

    private <T> T from(CommittedState known, Function<CommittedState, T> reading, Predicate<T> doubtful) {
        CommittedState state = known;
        for (int i = 0; i < MAX_TRIES; i++) {
            Supplier<T> outcome;
            try {
                T result = reading.apply(state);
                if (!doubtful.test(result)) {
                    return result;
                }
                outcome = () -> result;
            } catch (IntegrityException e) {
                outcome = () -> {
                    throw e;
                };
            }
            CommittedState newest = head.get();
            if (newest.head().equals(state.head())) {
                return outcome.get();
            }
            state = newest;
        }
        throw new ConcurrentWriterException("others have changed " + store.describe() + " during each of " + MAX_TRIES
                + " tries to read what it holds; nothing was done, try again");
    }
}
