package dev.holdfast.api.delta;

import java.util.List;

/**
 * What changed between two states: counts, and the first of the differences. Every entry counts, directories and links
 * too. Immutable.
 */
public interface Delta {

    /** Entries that were not there before, moved ones left out. */
    long added();

    /** Entries that are not there any more, moved ones left out. */
    long removed();

    /** Entries that differ under the same path. */
    long changed();

    /**
     * Files that are under another path now: a removed and an added one of the same content, one for one in path order.
     * Known among the first 20,000 removed and added files; beyond, they count as removed and added.
     */
    long moved();

    /** Content of added files; files of several names count once. */
    long addedBytes();

    /** Content of removed files. */
    long removedBytes();

    /** Content, as it is now, of files whose content changed. */
    long changedBytes();

    /** Differences in path order, at most 10,000; unmodifiable. */
    List<Difference> differences();

    /** Whether nothing differs. */
    default boolean isEmpty() {
        return added() + removed() + changed() + moved() == 0;
    }
}
