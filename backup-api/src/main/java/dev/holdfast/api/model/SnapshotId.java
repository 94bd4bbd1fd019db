package dev.holdfast.api.model;

import java.util.Objects;

/**
 * The name of a snapshot: the UTC second in which its run began and 48 random bits,
 * {@code 20261123T081500Z-0123456789ab}. Ordered by time.
 */
public record SnapshotId(String value) implements Comparable<SnapshotId> {

    /** A d is a decimal digit, an x a hexadecimal one in lower case. */
    private static final String FORM = "ddddddddTddddddZ-xxxxxxxxxxxx";

    public SnapshotId {
        Objects.requireNonNull(value, "value");
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "not a snapshot id: \"" + value + "\"; it is of the form 20261123T081500Z-0123456789ab");
        }
    }

    /** Whether a text has the form of an id. */
    public static boolean isValid(String value) {
        // Without a regular expression: some hundred thousand ids are read in a run that removes snapshots.
        boolean valid = value.length() == FORM.length();
        for (int i = 0; valid && i < FORM.length(); i++) {
            char c = value.charAt(i);
            char form = FORM.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            valid = form == 'd' ? digit : form == 'x' ? digit || c >= 'a' && c <= 'f' : c == form;
        }
        return valid;
    }

    public static SnapshotId of(String value) {
        return new SnapshotId(value);
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
