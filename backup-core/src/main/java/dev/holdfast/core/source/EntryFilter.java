package dev.holdfast.core.source;

/**
 * Chooses what a {@link Scanner} gives. Asked from several threads, once an entry, a directory before what it holds.
 */
@FunctionalInterface
public interface EntryFilter {

    EntryFilter EVERYTHING = entry -> Decision.INCLUDE;

    /** @param entry with metadata and without problem; its details are better not read here */
    Decision decide(SourceEntry entry);

    enum Decision {
        INCLUDE,
        /** Left out, with all below it. */
        EXCLUDE,
        /** For directories: left out unless something below it is included. Other entries are left out. */
        SCAN
    }
}
