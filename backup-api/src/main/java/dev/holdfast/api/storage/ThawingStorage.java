package dev.holdfast.api.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store with archive classes: an object there keeps its place in listings, but {@link #open} refuses it with an
 * {@link ObjectFrozenException} until a readable copy was asked for and made, which takes minutes to days.
 */
public interface ThawingStorage extends Storage {

    /** How fast a readable copy is made, and at which price. */
    enum Tier {
        /** Minutes; the dearest. Not offered by every class. */
        EXPEDITED,
        /** Hours. */
        STANDARD,
        /** Up to two days; the cheapest. */
        BULK
    }

    /** Whether an object can be read now. */
    enum State {
        READY,
        /** In an archive class, and no copy was asked for, or it has expired. */
        FROZEN,
        /** A copy was asked for and is being made. */
        THAWING
    }

    /**
     * Whether and until when an object can be read.
     *
     * @param readyUntil when the readable copy of a {@link State#READY} object expires; empty where it never does
     */
    record Readiness(State state, Optional<Instant> readyUntil) {

        public Readiness {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(readyUntil, "readyUntil");
        }

        public static Readiness of(State state) {
            return new Readiness(state, Optional.empty());
        }

        public static Readiness readyUntil(Instant expiry) {
            return new Readiness(State.READY, Optional.of(expiry));
        }
    }

    /**
     * Tells whether an object can be read. Asks the store only where the object's storage class is an archive class or
     * not known, so a listing decides for most objects.
     *
     * @throws ObjectNotFoundException if the store was asked and has no such object
     */
    Readiness readiness(ObjectInfo object) throws IOException;

    /**
     * Asks for a readable copy and returns at once. Where one is being made already, nothing changes; where one is
     * there, it is kept for {@code days} from now. An object that is in no archive class is left alone.
     *
     * @param days how long the copy is kept, ≥ 1
     * @throws ObjectNotFoundException if the store was asked and has no such object
     * @throws PermanentStorageException if the object's class does not offer the tier, or the right is missing
     */
    void thaw(ObjectInfo object, Tier tier, int days) throws IOException;

    /** The object lies in an archive class and must be thawed before it can be read. */
    final class ObjectFrozenException extends PermanentStorageException {

        private static final long serialVersionUID = 1;

        public ObjectFrozenException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
