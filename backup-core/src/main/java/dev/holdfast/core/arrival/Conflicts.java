package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.read.EntryMetadata;
import dev.holdfast.core.read.LocalContent;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.target.Ownership;
import dev.holdfast.core.target.PresentEntry;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.target.Unapplied;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides about what is already in the place of an entry. What has the same content is never written again; it only
 * gets the recorded metadata. Thread-safe.
 */
public final class Conflicts {

    private final ConflictPolicy policy;
    private final Ownership ownership;
    private final PageSource pages;
    private final Tally tally;
    private final ThreadLocal<LocalContent> contents = ThreadLocal.withInitial(LocalContent::new);
    /** Files that are not the snapshot's, but have the size that they should. */
    private final Set<EntryPath> lookAlikes = ConcurrentHashMap.newKeySet();

    public Conflicts(ConflictPolicy policy, Ownership ownership, PageSource pages, Tally tally) {
        this.policy = policy;
        this.ownership = ownership;
        this.pages = pages;
        this.tally = tally;
    }

    public ConflictPolicy policy() {
        return policy;
    }

    /** Whether what has the name of a new entry is replaced, unless it is a directory. */
    boolean replaces() {
        return policy == ConflictPolicy.OVERWRITE;
    }

    /** Whether a path has another content than the snapshot's, although its size says nothing. */
    boolean isLookAlike(EntryPath path) {
        return lookAlikes.contains(path);
    }

    /** Hears of a file that could not be written: what has its name, if anything, is not what the snapshot has. */
    public void notRestored(EntryPath path, TargetDirectory target, Entry entry) {
        try {
            if (target.find(path)
                    .filter(present -> present.sizeBytes() == entry.sizeBytes())
                    .isPresent()) {
                lookAlikes.add(path);
            }
        } catch (IOException e) {
            lookAlikes.add(path);
        }
    }

    /** Whether an entry must be written; otherwise everything about it is settled and counted. */
    public boolean mustWrite(Candidate candidate) {
        return candidate.fresh() || mustWrite(candidate, true);
    }

    /** As {@link #mustWrite(Candidate)}, but settles nothing: only what fails or is kept is counted. */
    public boolean wouldWrite(Candidate candidate) {
        return mustWrite(candidate, false);
    }

    private boolean mustWrite(Candidate candidate, boolean settles) {
        Entry entry = candidate.entry();
        try (PresentEntry present = candidate.target().open(candidate.path()).orElse(null)) {
            FileMetadata metadata = present == null ? null : present.metadata().orElse(null);
            if (present == null) {
                return true;
            }
            if (metadata == null) {
                // Whatever it is, nothing else gets its name unless it may be replaced.
                return settles || mustReplace(entry, null);
            }
            if (!hasSameContent(candidate, present, metadata)) {
                if (metadata.sizeBytes() == entry.sizeBytes() && !replaces()) {
                    lookAlikes.add(candidate.path());
                }
                return mustReplace(entry, metadata.type());
            }
            if (settles) {
                settleMetadata(entry, present, metadata);
            }
        } catch (IOException e) {
            lookAlikes.add(candidate.path());
            tally.failed(
                    entry.path(),
                    Problem.of("it could not be compared with what is in its place, which was left alone", e));
        }
        return false;
    }

    /**
     * Decides about something that differs; counts it if it stays.
     *
     * @param present null if it is nothing that a snapshot keeps, or not known
     */
    boolean mustReplace(Entry entry, @Nullable EntryType present) {
        if (policy == ConflictPolicy.KEEP) {
            tally.keptEntries.increment();
            return false;
        }
        if (present == EntryType.DIRECTORY) {
            tally.failed(
                    entry.path(),
                    new Problem(Kind.CONFLICT, "a directory is in its place; directories are never replaced"));
            return false;
        }
        if (policy == ConflictPolicy.FAIL) {
            tally.failed(
                    entry.path(),
                    new Problem(
                            Kind.CONFLICT,
                            "something else is in its place: "
                                    + (present == null
                                            ? "a socket, or what came meanwhile"
                                            : name(present) + " that differs")
                                    + "; it was left alone"));
            return false;
        }
        return true;
    }

    /** Why nothing is put into a directory. */
    public static Problem inPlaceOfDirectory(EntryType present, EntryPath path) {
        return new Problem(
                Kind.CONFLICT,
                name(present) + " is in the place of the directory " + path + "; it is neither followed nor replaced");
    }

    private static String name(EntryType type) {
        return switch (type) {
            case FILE -> "a file";
            case DIRECTORY -> "a directory";
            case SYMLINK -> "a symbolic link";
            case FIFO -> "a fifo";
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
        };
    }

    private boolean hasSameContent(Candidate candidate, PresentEntry present, FileMetadata metadata)
            throws IOException {
        Entry entry = candidate.entry();
        if (metadata.type() != entry.type()) {
            return false;
        }
        return switch (entry.type()) {
            case FILE -> metadata.sizeBytes() == entry.sizeBytes() && hasSameBytes(candidate, present);
            case SYMLINK -> {
                byte[] found = present.withDetails(metadata).linkTarget().orElse(new byte[0]);
                yield Arrays.equals(found, entry.linkTarget().orElse(null));
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                metadata.device()
                        .filter(device ->
                                device.major() == entry.deviceMajor() && device.minor() == entry.deviceMinor())
                        .isPresent();
            case FIFO, DIRECTORY -> true;
        };
    }

    private boolean hasSameBytes(Candidate candidate, PresentEntry present) throws IOException {
        try (FileChannel file = present.read()) {
            return contents.get().firstDifference(file, present::findHoles, candidate.content(), pages) < 0;
        } catch (AccessDeniedException e) {
            if (policy == ConflictPolicy.FAIL) {
                throw e;
            }
            // It is replaced or kept, whatever it holds.
            return false;
        }
    }

    private void settleMetadata(Entry entry, PresentEntry present, FileMetadata metadata) throws IOException {
        FileMetadata before = present.withDetails(metadata);
        FileMetadata wanted = wanted(entry, before);
        if (isSame(entry, wanted, before)) {
            tally.equalEntries.increment();
        } else if (policy == ConflictPolicy.KEEP) {
            tally.keptEntries.increment();
        } else {
            tally.unapplied(entry.path(), present.refresh(wanted));
            tally.restoredEntries.increment();
        }
    }

    /**
     * The metadata that an entry gets: the snapshot's. Attributes of users that it does not know are not removed from
     * what was there, unless that may be replaced.
     */
    FileMetadata wanted(Entry entry, @Nullable FileMetadata before) throws IOException {
        FileMetadata recorded = EntryMetadata.of(entry, pages);
        if (before == null || policy == ConflictPolicy.OVERWRITE) {
            return recorded;
        }
        TreeSet<ExtendedAttribute> attributes = new TreeSet<>(recorded.attributes());
        before.attributes().stream().filter(ExtendedAttribute::isOfUser).forEach(attributes::add);
        return recorded.toBuilder().attributes(List.copyOf(attributes)).build();
    }

    /**
     * Whether a directory in use stays as accessible as it is, since that differs and may not be replaced; counts it
     * then. Where it is not what the user took it for, such as the root of the machine, another mode may shut it for
     * everybody.
     */
    boolean mustKeepAccess(Entry entry, FileMetadata wanted, FileMetadata present) {
        if (replaces() || hasSameAccess(entry, wanted, present)) {
            return false;
        }
        tally.keptEntries.increment();
        if (policy == ConflictPolicy.FAIL) {
            tally.unapplied(entry.path(), List.of(new Unapplied(Unapplied.Kind.IN_USE, difference(wanted, present))));
        }
        return true;
    }

    private static String difference(FileMetadata wanted, FileMetadata present) {
        if (present.mode() != wanted.mode()) {
            return "mode " + Integer.toOctalString(present.mode()) + " instead of "
                    + Integer.toOctalString(wanted.mode());
        }
        return present.attributes().equals(wanted.attributes())
                ? "owner " + present.uid() + ":" + present.gid() + " instead of " + wanted.uid() + ":" + wanted.gid()
                : "other attributes";
    }

    /** Whether metadata is as the snapshot has it, as far as it is asked for. */
    boolean isSame(Entry entry, FileMetadata wanted, FileMetadata present) {
        return hasSameAccess(entry, wanted, present) && present.modified().equals(wanted.modified());
    }

    /** The same of mode, owner and attributes, among them ACLs. */
    private boolean hasSameAccess(Entry entry, FileMetadata wanted, FileMetadata present) {
        boolean mode = entry.mode().isEmpty() || entry.type() == EntryType.SYMLINK || present.mode() == wanted.mode();
        boolean owner = ownership == Ownership.NOT_KEPT
                || !EntryMetadata.hasOwner(entry)
                || isSame(wanted.user(), wanted.uid(), present.user(), present.uid())
                        && isSame(wanted.group(), wanted.gid(), present.group(), present.gid());
        return mode && owner && present.attributes().equals(wanted.attributes());
    }

    private boolean isSame(Optional<String> name, long id, Optional<String> presentName, long presentId) {
        return ownership == Ownership.BY_NAME && name.isPresent() && name.equals(presentName) || id == presentId;
    }
}
