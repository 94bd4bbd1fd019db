package dev.holdfast.core.restore;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.RestoredDirectory;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.restore.plan.Destination;
import dev.holdfast.core.restore.plan.Spellings;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The directories on the way to the current entry, and those that were left and wait for their metadata. For one
 * thread.
 */
final class RestoredDirectories {

    private final Destination destination;
    private final Conflicts conflicts;
    private final Tally tally;
    private final Spellings spellings;
    private final Deque<RestoredDirectory> open = new ArrayDeque<>();
    /** Whether a directory of the target, by its path inside, has an entry that comes later. */
    private final Predicate<EntryPath> awaited;

    private List<RestoredDirectory> left = new ArrayList<>();

    RestoredDirectories(RestoreTools tools, Destination destination, Predicate<EntryPath> awaited) {
        this.destination = destination;
        this.conflicts = tools.conflicts();
        this.tally = tools.tally();
        this.spellings = tools.spellings();
        this.awaited = awaited;
    }

    /** Makes the directory of an entry, unless it is there. */
    void enter(Entry entry, EntryPath path, TargetDirectory target) {
        if (path.isRoot()) {
            spellings.enter(path, ignoresCase(path, target));
            boolean isEmpty = destination.fresh() || deleteLeftovers(path, target);
            boolean wanted = destination.withRoot() && isKnown(entry);
            FileMetadata before = wanted && !destination.fresh() ? present(target, path) : null;
            open.push(
                    before == null
                            ? new RestoredDirectory(
                                    path, target, wanted ? entry : null, destination.fresh(), null, false, null)
                            : takeOver(path, target, entry, before, isEmpty));
            return;
        }
        RestoredDirectory parent = parentOf(path);
        RestoredDirectory directory = make(parent, isKnown(entry) ? entry : null, path, target);
        open.push(directory);
        if (directory.blocked() != null) {
            settleBlocked(entry, parent, directory);
        }
    }

    /** Whether anything is known of a directory, so that one that is there already gets its attributes. */
    private static boolean isKnown(Entry entry) {
        return entry.mode().isPresent();
    }

    /** Whoever made an empty directory, as one to restore to, has kept nothing in it. */
    private static RestoredDirectory takeOver(
            EntryPath path, TargetDirectory target, @Nullable Entry entry, FileMetadata before, boolean isEmpty) {
        if (entry != null && isEmpty) {
            target.markUnfinished(path);
        }
        boolean inUse = !isEmpty && !TargetDirectory.isUnfinished(before);
        return new RestoredDirectory(path, target, entry, false, before, inUse, null);
    }

    private void settleBlocked(Entry entry, RestoredDirectory parent, RestoredDirectory directory) {
        if (parent.blocked() == null && directory.before() != null && conflicts.policy() == ConflictPolicy.KEEP) {
            tally.keptEntries.increment();
        } else {
            tally.failed(entry.path(), Objects.requireNonNull(directory.blocked()));
        }
    }

    /** Lets nothing into a directory of which something else has the place. */
    void shut(EntryPath path, TargetDirectory target, Problem reason) {
        open.push(blocked(path, target, null, reason));
    }

    private static RestoredDirectory blocked(
            EntryPath path, TargetDirectory target, @Nullable FileMetadata before, Problem reason) {
        return new RestoredDirectory(path, target, null, false, before, false, reason);
    }

    /** @return whether the directory is known to be empty */
    private static boolean deleteLeftovers(EntryPath directory, TargetDirectory target) {
        try {
            return target.deleteLeftovers(directory);
        } catch (IOException e) {
            // They are in nobody's way.
            return false;
        }
    }

    private static boolean ignoresCase(EntryPath directory, TargetDirectory target) {
        try {
            return target.ignoresCase(directory);
        } catch (IOException e) {
            // What can be put into it will say what is wrong.
            return false;
        }
    }

    /** The directory of a path, made if the snapshot does not have it as an entry. */
    RestoredDirectory parentOf(EntryPath path) {
        EntryPath wanted = path.parent().orElse(EntryPath.ROOT);
        RestoredDirectory top = open.peek();
        while (top != null && !wanted.startsWith(top.path())) {
            leave();
            top = open.peek();
        }
        if (top == null) {
            if (!destination.fresh()) {
                deleteLeftovers(EntryPath.ROOT, destination.target());
            }
            spellings.enter(EntryPath.ROOT, ignoresCase(EntryPath.ROOT, destination.target()));
            top = new RestoredDirectory(
                    EntryPath.ROOT, destination.target(), null, destination.fresh(), null, false, null);
            open.push(top);
        }
        return top.path().equals(wanted) ? top : enterUnlisted(wanted);
    }

    private RestoredDirectory enterUnlisted(EntryPath path) {
        RestoredDirectory made = make(parentOf(path), null, path, destination.target());
        open.push(made);
        return made;
    }

    private RestoredDirectory make(
            RestoredDirectory parent, @Nullable Entry entry, EntryPath path, TargetDirectory target) {
        if (parent.blocked() != null) {
            return blocked(path, target, null, parent.blocked());
        }
        try {
            Optional<FileMetadata> before = parent.fresh() ? Optional.empty() : target.findWithDetails(path);
            if (before.isPresent() && before.get().type() != EntryType.DIRECTORY) {
                return blocked(
                        path,
                        target,
                        before.get(),
                        Conflicts.inPlaceOfDirectory(before.get().type(), path));
            }
            if (before.isEmpty()) {
                target.createDirectory(path);
                if (entry != null || awaited.test(path)) {
                    target.markUnfinished(path);
                }
                spellings.enter(path, spellings.ignoresCase(parent.path()));
                return new RestoredDirectory(path, target, entry, true, null, false, null);
            }
            boolean isEmpty = deleteLeftovers(path, target);
            spellings.enter(path, ignoresCase(path, target));
            return takeOver(path, target, entry, before.get(), isEmpty);
        } catch (IOException e) {
            Problem reason = Problem.of("the directory " + path + " could not be made", e);
            return blocked(path, target, null, reason);
        }
    }

    private @Nullable FileMetadata present(TargetDirectory target, EntryPath path) {
        try {
            return target.findWithDetails(path).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private void leave() {
        RestoredDirectory directory = open.pop();
        if (directory.entry() != null) {
            spellings.leave(directory.path());
            left.add(directory);
        }
    }

    void leaveAll() {
        while (!open.isEmpty()) {
            leave();
        }
    }

    int leftCount() {
        return left.size();
    }

    /** Those that were left since the last call, the innermost first. */
    List<RestoredDirectory> takeLeft() {
        List<RestoredDirectory> taken = left;
        left = new ArrayList<>();
        return taken;
    }
}
