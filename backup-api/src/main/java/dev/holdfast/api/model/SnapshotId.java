package dev.holdfast.api.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a snapshot: the UTC second in which its run began and 48 random bits,
 * {@code 20261123T081500Z-0123456789ab}. Ordered by time.
 */
public record SnapshotId(String value) implements Comparable<SnapshotId> {

    private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}");

    public SnapshotId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a snapshot id: \"" + value + "\"");
        }
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
