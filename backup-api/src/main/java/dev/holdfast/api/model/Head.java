package dev.holdfast.api.model;

import java.util.Objects;

/**
 * The newest record of a repository's log, as a run has seen or written it. Whoever remembers it notices when somebody
 * cuts off the newest records later.
 *
 * @param number ≥ 1, grows by one with each record
 * @param sha256 of the record's bytes, 64 lower-case hexadecimal digits
 */
public record Head(long number, String sha256) {

    public Head {
        Objects.requireNonNull(sha256, "sha256");
        if (number < 1 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a head: " + number + " \"" + sha256
                    + "\"; it is a number from 1 and a SHA-256 of 64 lower-case hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return "record " + number + " (" + sha256.substring(0, 12) + ")";
    }
}
