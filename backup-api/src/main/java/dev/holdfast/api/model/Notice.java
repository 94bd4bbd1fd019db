package dev.holdfast.api.model;

import java.util.Objects;

/**
 * Something that the user should know and that failed nothing; told once in a run, however often it happened. Several
 * may be of one kind. Immutable.
 */
public final class Notice {

    /** What a notice is about. More kinds may be added. */
    public enum Kind {
        /** A key expires soon. */
        KEY_EXPIRY,
        /** The run seals for other keys than the snapshot that it continues: to restore it takes what opens both. */
        OTHER_RECIPIENTS,
        /** The snapshot bears a time that is yet to come, since the one before it does: a clock is wrong, or was. */
        CLOCK,
        /** No file is found where the snapshot that the run continues has some: is a file system not mounted? */
        EMPTY_SOURCE,
        /** A new chain was begun although none was asked for. */
        NEW_CHAIN,
        /**
         * Something of the source is not kept: sockets, the repository itself, attributes without the native bridge.
         */
        NOT_KEPT,
        /** Something kept could not be applied to the target: owners as an ordinary user. */
        NOT_APPLIED,
        /** The run continued from an interrupted one, or the store holds what one has left over. */
        RESUMED,
        /** The store lacks an ability, and a weaker way was taken. */
        WEAKER_STORE,
        /** Content that is damaged in the store was stored again. */
        REPAIRED
    }

    private final Kind kind;
    private final String message;

    private Notice(Kind kind, String message) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = Objects.requireNonNull(message, "message");
    }

    public static Notice of(Kind kind, String message) {
        return new Notice(kind, message);
    }

    /** What a program can tell by. */
    public Kind kind() {
        return kind;
    }

    /** For people, with a count and a first example where it happened to entries. */
    public String message() {
        return message;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Notice other && kind == other.kind && message.equals(other.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, message);
    }

    /** The message. */
    @Override
    public String toString() {
        return message;
    }
}
