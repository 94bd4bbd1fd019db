package dev.holdfast.core.restore;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.arrival.Candidate;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.arrival.RestoredDirectory;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.read.EntryMetadata;
import dev.holdfast.core.read.Originals;
import dev.holdfast.core.restore.plan.Choice;
import dev.holdfast.core.restore.plan.Destination;
import dev.holdfast.core.restore.plan.Spellings;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Restores one chosen path and what lies below it, entry by entry in path order. Directories are made at once; files
 * are gathered for a window; hard links and the metadata of directories wait until what they stand on is done. For one
 * thread.
 */
final class TreeRestore {

    /** So many links or left directories, and all that they wait for is completed. */
    private static final int MAX_WAITING = 8_192;

    /**
     * Another name, inside the target, of a file whose first name is there already; refused if the file system does not
     * link the two.
     */
    private record Link(Entry entry, EntryPath path, EntryPath first, boolean refused) {}

    private final Choice choice;
    private final Destination destination;
    /** Paths inside the target of files whose first names lie outside of what was restored by then. */
    private final Map<EntryPath, EntryPath> adopted;

    private final Originals originals;
    private final InFlight work;
    private final Conflicts conflicts;
    private final Finisher finisher;
    private final Tally tally;
    private final Spellings spellings;
    private final Candidates candidates;
    private final RestoredDirectories directories;

    private final List<Link> links = new ArrayList<>();

    /**
     * @param destination of this choice
     * @param adopted shared by all parts of what the user chose
     */
    TreeRestore(RestoreTools tools, Choice choice, Destination destination, Map<EntryPath, EntryPath> adopted) {
        this.choice = choice;
        this.destination = destination;
        this.adopted = adopted;
        this.originals = tools.snapshot().originals();
        this.work = tools.work();
        this.conflicts = tools.conflicts();
        this.finisher = tools.finisher();
        this.tally = tools.tally();
        this.spellings = tools.spellings();
        this.candidates = new Candidates(tools);
        this.directories = new RestoredDirectories(tools, destination, path -> choice.awaits(path, tools.snapshot()));
    }

    void add(Entry entry) {
        work.check();
        EntryPath path;
        try {
            path = choice.inside(entry.path());
        } catch (IllegalArgumentException e) {
            tally.failed(
                    entry.path(), new Problem(Kind.OTHER, "its path in the target is too long: " + e.getMessage()));
            return;
        }
        TargetDirectory target = target(entry);
        if (!path.isRoot() && directories.parentOf(path).blocked() == null && isTaken(entry, path, target)) {
            return;
        }
        if (entry.type() == EntryType.DIRECTORY) {
            directories.enter(entry, path, target);
            if (entry.failed()) {
                tally.failed(entry.path(), notStored("what it held could not be read when the snapshot was made"));
            }
            if (directories.leftCount() >= MAX_WAITING) {
                settle();
            }
            return;
        }
        RestoredDirectory parent = directories.parentOf(path);
        if (parent.blocked() != null) {
            tally.failed(entry.path(), parent.blocked());
        } else if (entry.failed()) {
            tally.failed(entry.path(), notStored("it could not be read when the snapshot was made and has no content"));
        } else {
            leaf(entry, path, target, parent.fresh());
        }
    }

    /** Whether the file system takes the name for another one that was restored before; then nothing is put there. */
    private boolean isTaken(Entry entry, EntryPath path, TargetDirectory target) {
        EntryPath other = spellings.remember(path).orElse(null);
        if (other == null) {
            return false;
        }
        settle();
        try {
            if (!target.isOne(path, other)) {
                return false;
            }
        } catch (IOException e) {
            // What is wrong will be said where it is put there.
            return false;
        }
        spellings.remember(other);
        Problem reason = Spellings.reason(other);
        tally.failed(entry.path(), reason);
        conflicts.notRestored(path, target, entry);
        if (entry.type() == EntryType.DIRECTORY) {
            directories.shut(path, target, Spellings.reasonBelow(path, reason));
        }
        return true;
    }

    private void leaf(Entry entry, EntryPath path, TargetDirectory target, boolean fresh) {
        EntryPath original = entry.hardLinkTo().orElse(null);
        Content content = entry.content();
        EntryPath first = original == null ? adopted.get(entry.path()) : inTarget(original);
        if (first != null) {
            links.add(new Link(entry, path, first, false));
            if (links.size() >= MAX_WAITING) {
                settle();
            }
            return;
        }
        if (original != null) {
            Entry firstEntry = originals.of(entry, original);
            if (firstEntry.failed()) {
                tally.failed(entry.path(), notStored("the file that it is a hard link to has no content: " + original));
                return;
            }
            content = firstEntry.content();
            adopted.put(original, path);
        }
        candidates.add(new Candidate(entry, content, path, target, fresh));
    }

    /** Where the first name of a group of hard links is, or will be; null if that is not restored by then. */
    private @Nullable EntryPath inTarget(EntryPath original) {
        EntryPath known = adopted.get(original);
        return known != null ? known : choice.placed(original).orElse(null);
    }

    /**
     * Completes everything that was added; then links can be made, and directories that were left get their metadata.
     */
    private void settle() {
        candidates.complete();
        if (!links.isEmpty()) {
            makeLinks(false).forEach(this::restoreAlone);
            candidates.complete();
            makeLinks(true).forEach(this::takeContent);
            candidates.complete();
        }
        for (RestoredDirectory directory : directories.takeLeft()) {
            finisher.finishDirectory(directory);
        }
    }

    /**
     * @param again whether those whose first name was not restored have been tried as the first
     * @return those that get the content themselves
     */
    private List<Link> makeLinks(boolean again) {
        TargetDirectory target = destination.target();
        List<Link> alone = new ArrayList<>();
        for (Link link : links) {
            work.check();
            switch (finisher.makeLink(link.entry(), link.path(), link.first(), target)) {
                case SETTLED -> {}
                case TAKEN -> takeContent(link);
                case REFUSED -> alone.add(new Link(link.entry(), link.path(), link.first(), true));
                case NO_FIRST -> {
                    if (again) {
                        notRestored(link);
                    } else {
                        alone.add(link);
                    }
                }
            }
        }
        links.clear();
        return alone;
    }

    /**
     * The first name was not restored, for what was in its way: so this one gets the content, and those behind it are
     * its links.
     */
    private void restoreAlone(Link link) {
        EntryPath original = link.entry().hardLinkTo().orElse(link.entry().path());
        EntryPath known = adopted.get(original);
        if (known != null && !known.equals(link.first())) {
            links.add(new Link(link.entry(), link.path(), known, false));
        } else {
            adopted.put(original, link.path());
            takeContent(link);
        }
    }

    private void takeContent(Link link) {
        Entry entry = link.entry();
        Optional<Entry> first = originals
                .find(entry.hardLinkTo().orElse(entry.path()))
                .filter(found -> found.type() == EntryType.FILE && !found.failed())
                .filter(found -> found.sizeBytes() == entry.sizeBytes());
        if (first.isEmpty()) {
            notRestored(link);
            return;
        }
        if (link.refused()) {
            finisher.apart(entry.path(), link.first());
        }
        candidates.add(new Candidate(entry, first.get().content(), link.path(), target(entry), false));
    }

    private void notRestored(Link link) {
        tally.failed(
                link.entry().path(),
                new Problem(Kind.OTHER, "the file that it is a hard link to was not restored: " + link.first()));
    }

    private static Problem notStored(String reason) {
        return new Problem(Kind.NOT_STORED, reason);
    }

    private TargetDirectory target(Entry entry) {
        return EntryMetadata.hasOwner(entry) ? destination.target() : destination.withoutOwners();
    }

    void end() {
        directories.leaveAll();
        settle();
    }
}
