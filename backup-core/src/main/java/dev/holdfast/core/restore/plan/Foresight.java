package dev.holdfast.core.restore.plan;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Tells which entries of a choice a restore would leave out because of their names, or of what has the place of a
 * directory. Writes nothing, so it knows only what is there. For one thread.
 */
final class Foresight {

    private final @Nullable TargetDirectory target;
    private final Conflicts conflicts;
    private final Tally tally;
    private final Spellings spellings = new Spellings();
    private final Deque<EntryPath> open = new ArrayDeque<>();
    private @Nullable Shut shut;

    /** The place of a directory that something else has, and why nothing is put below it. */
    private record Shut(EntryPath path, Problem below) {}

    /**
     * @param target null if it is not there
     * @param ignoresCase whether the root of the target seems to
     */
    Foresight(@Nullable TargetDirectory target, boolean ignoresCase, Conflicts conflicts, Tally tally) {
        this.target = target;
        this.conflicts = conflicts;
        this.tally = tally;
        spellings.enter(EntryPath.ROOT, ignoresCase);
    }

    /**
     * Whether nothing would be put at a path, which is counted. Entries come in the order of the listing.
     *
     * @param path inside the target
     */
    boolean isLeftOut(Entry entry, EntryPath path) {
        if (shut != null && path.startsWith(shut.path())) {
            tally.failed(entry.path(), shut.below());
            return true;
        }
        while (!open.isEmpty() && !path.startsWith(open.peek())) {
            spellings.leave(open.pop());
        }
        if (path.isRoot()) {
            return false;
        }
        EntryPath other = spellings.remember(path).orElse(null);
        if (other != null && isOne(path, other)) {
            spellings.remember(other);
            Problem reason = Spellings.reason(other);
            tally.failed(entry.path(), reason);
            shut = new Shut(path, Spellings.reasonBelow(path, reason));
            return true;
        }
        return entry.type() == EntryType.DIRECTORY && isBlocked(entry, path);
    }

    private boolean isOne(EntryPath path, EntryPath other) {
        try {
            return spellings.ignoresCase(path.parent().orElse(EntryPath.ROOT))
                    || target != null && target.isOne(path, other);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isBlocked(Entry entry, EntryPath path) {
        boolean ignoresCase = spellings.ignoresCase(path.parent().orElse(EntryPath.ROOT));
        try {
            EntryType present = target == null
                    ? null
                    : target.find(path).map(FileMetadata::type).orElse(null);
            if (target != null && present == EntryType.DIRECTORY) {
                ignoresCase = target.seemsToIgnoreCase(path).orElse(ignoresCase);
            } else if (present != null) {
                Problem reason = Conflicts.inPlaceOfDirectory(present, path);
                if (conflicts.policy() != ConflictPolicy.KEEP) {
                    tally.failed(entry.path(), reason);
                }
                shut = new Shut(path, reason);
                return true;
            }
        } catch (IOException e) {
            // What is to be put there cannot be looked at either.
            return false;
        }
        spellings.enter(path, ignoresCase);
        open.push(path);
        return false;
    }
}
