package dev.holdfast.api.verify;

import java.util.Objects;

/**
 * One thing that is wrong.
 *
 * @param severity how bad it is
 * @param object the key of the object, or the path of the entry, empty for the root
 * @param message what was expected and found, and what it means
 */
public record Finding(Severity severity, String object, String message) {

    /** How bad a finding is. */
    public enum Severity {
        /** Stored content is lost, damaged or forged. */
        DAMAGE,
        /** The snapshot and the live tree differ. */
        DIFFERENCE
    }

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return object.isEmpty() ? message : object + ": " + message;
    }
}
