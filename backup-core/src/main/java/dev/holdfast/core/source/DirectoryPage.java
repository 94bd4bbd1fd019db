package dev.holdfast.core.source;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the entries of one directory, filtered, in order.
 *
 * @param names all names of the directory
 * @param to the place in {@code names} behind the page
 * @param entries without what is excluded
 * @param scanned which of the entries are only to be scanned
 * @param problem why the directory could not be listed; then nothing else is here
 */
record DirectoryPage(
        NameList names,
        int to,
        List<SourceEntry> entries,
        BitSet scanned,
        @Nullable SourceProblem problem) {

    static DirectoryPage failed(SourceProblem problem) {
        return new DirectoryPage(new NameList().sort(), 0, List.of(), new BitSet(), problem);
    }
}
