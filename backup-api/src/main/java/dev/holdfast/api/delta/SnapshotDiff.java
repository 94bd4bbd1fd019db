package dev.holdfast.api.delta;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.EntryPath;
import java.util.stream.Stream;

/**
 * The comparison of two snapshots. Reads only where their listings differ: whole directories that are the same cost
 * nothing. In snapshots of one chain, content is compared by the hashes of its chunks. Between chains, which cut files
 * differently, a file of unequal chunks counts as the same if size and time of modification are. Immutable and
 * thread-safe; usable until its repository is closed.
 *
 * <pre>{@code
 * try (Stream<Difference> differences = repository.diff(before, after).below("home/jan").differences()) {
 *     differences.forEach(each -> System.out.println(each.kind() + " " + each.path() + " " + each.aspects()));
 * }
 * }</pre>
 */
public interface SnapshotDiff {

    Snapshot before();

    Snapshot after();

    /** The same comparison, of the entry at this path and what lies below it only. */
    SnapshotDiff below(EntryPath path);

    /** As {@link #below(EntryPath)} with {@link EntryPath#of}. */
    default SnapshotDiff below(String path) {
        return below(EntryPath.of(path));
    }

    /**
     * All differences in path order; a moved file stands where it is now. Takes the same memory whatever their number:
     * to tell moved files, the listings are gone through once before. The caller closes the stream.
     *
     * @throws dev.holdfast.api.error.KeyException if a catalog cannot be opened
     * @throws dev.holdfast.api.error.IntegrityException if one is damaged
     * @throws dev.holdfast.api.error.CancelledException if the thread is interrupted
     */
    Stream<Difference> differences();

    /** Counts all differences. Blocks; throws as {@link #differences} does. */
    Delta delta();
}
