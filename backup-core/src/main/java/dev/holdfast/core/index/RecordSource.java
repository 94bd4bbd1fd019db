package dev.holdfast.core.index;

/** Records that can be read by position. Thread-safe. */
interface RecordSource {

    long count();

    /** Reads {@code count} records from the one numbered {@code first}; may be fewer than asked, at least one. */
    int read(long first, int count, byte[] target);
}
