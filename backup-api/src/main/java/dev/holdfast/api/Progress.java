package dev.holdfast.api;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How far a run has come. An immutable picture of one moment. */
public interface Progress {

    /** What the run is doing. */
    enum Phase {
        /** Opening the repository, taking the lease, reading the parent. */
        PREPARING,
        /** Reading sources and storing new content; or fetching and writing; or checking. */
        TRANSFERRING,
        /** Writing the catalog and committing; or applying directory attributes. */
        FINISHING
    }

    Phase phase();

    /** Entries dealt with so far. */
    long entries();

    /** Content bytes dealt with so far, unchanged ones included. */
    long bytes();

    /** Bytes stored in, or fetched from, the store so far. */
    long storedBytes();

    /** Content bytes in all, where known; for a backup the parent snapshot's, until all files were found. */
    OptionalLong totalBytes();

    /**
     * How much of {@link #totalBytes} that is, in whole hundredths: 0 to 100; nothing where the total is not known or
     * 0.
     */
    default OptionalInt percent() {
        long total = totalBytes().orElse(0);
        return total == 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.min(100, 100.0 * bytes() / total));
    }

    /** Since the run began. */
    Duration elapsed();

    /** The path in the snapshot, or the object, where the run is, for people; empty at the start and the end. */
    String current();
}
