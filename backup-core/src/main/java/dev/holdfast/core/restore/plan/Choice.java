package dev.holdfast.core.restore.plan;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chosen entry, and the directory below which it goes. What is renamed below it is a choice of its own, which comes
 * first: so directories get their times after everything was put into them. Immutable.
 */
public final class Choice {

    /** So many fit into a path that the kernel takes, so no more were ever backed up; each of them takes some stack. */
    private static final int MAX_DEPTH = 2_048;

    private final Entry entry;
    private final RestoreSettings settings;
    /** What was chosen by the user; itself, unless it is a renamed part. */
    private final Choice base;
    /** Renamed parts of the same choice that come before. */
    private final List<Choice> earlier;

    private final List<EntryPath> renamedBelow;
    /** Null for a plan without a target. */
    private final @Nullable Place place;

    /** Where a choice goes: the directory that nothing leaves, and the path inside of it. */
    private record Place(Path root, EntryPath to, boolean withRoot) {}

    private Choice(Entry entry, RestoreSettings settings) {
        this.entry = entry;
        this.settings = settings;
        this.base = this;
        this.earlier = new ArrayList<>();
        this.renamedBelow = settings.renames().below(entry.path());
        this.place = settings.target() == null ? null : place(settings.target());
    }

    private Choice(Entry renamed, Choice base) {
        this.entry = renamed;
        this.settings = base.settings;
        this.base = base;
        this.earlier = List.copyOf(base.earlier);
        this.renamedBelow = settings.renames().below(renamed.path());
        Place whole = base.place;
        this.place = whole == null
                ? null
                : new Place(whole.root(), renamed().relativeTo(base.renamed()).below(whole.to()), true);
    }

    /**
     * Looks up what was chosen, and what of it is renamed.
     *
     * @throws NotFoundException if the snapshot has no such path
     * @throws ConfigurationException if two of them would get one name, or the target is a device, fifo or socket
     */
    public static List<Choice> all(OpenSnapshot snapshot, RestoreSettings settings) {
        List<Choice> choices = new ArrayList<>();
        Set<EntryPath> names = new HashSet<>();
        settings.renames().check(snapshot);
        for (EntryPath path : settings.paths()) {
            Entry entry = snapshot.find(path)
                    .orElseThrow(() -> new NotFoundException("the snapshot "
                            + snapshot.manifest().snapshot() + " has no entry \"" + path + "\"; nothing was restored"));
            Choice choice = new Choice(entry, settings);
            choice.requireReplaceableTarget();
            if (settings.into() && !names.add(choice.nameInside())) {
                throw new ConfigurationException("two of the chosen paths would become " + choice.nameInside() + " in "
                        + settings.target() + "; restore them one by one. Nothing was restored");
            }
            choice.addRenamed(snapshot, choices);
            choices.add(choice);
        }
        return choices;
    }

    /** What no file or directory is meant to replace, also behind a symbolic link such as {@code /dev/stdout}. */
    private void requireReplaceableTarget() {
        Path target = settings.target();
        boolean leavesContent = entry.type() == EntryType.FILE || entry.type() == EntryType.DIRECTORY;
        if (target != null && leavesContent && isSpecial(target)) {
            throw new ConfigurationException(
                    target + " is a device, fifo or socket, which no restore replaces; nothing was restored");
        }
    }

    private static boolean isSpecial(Path target) {
        try {
            return Files.readAttributes(target, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            // Nothing is there, or the restore will say what is wrong.
            return false;
        }
    }

    private void addRenamed(OpenSnapshot snapshot, List<Choice> choices) {
        for (EntryPath from : settings.renames().below(path())) {
            EntryPath to = settings.renames().renamed(from);
            if (!to.startsWith(renamed())) {
                throw new ConfigurationException("\"" + from + "\" would become \"" + to + "\", which is not below \""
                        + renamed() + "\", what is restored; nothing was restored");
            }
            Choice part = new Choice(snapshot.find(from).orElseThrow(), this);
            earlier.add(part);
            choices.add(part);
        }
    }

    /** The path that it is restored as. */
    private EntryPath renamed() {
        return settings.renames().renamed(path());
    }

    /** What the user chose: this choice, or the one that it is a renamed part of. */
    public Choice base() {
        return base;
    }

    /** Whether an entry at or below this choice belongs to a renamed part instead. */
    public boolean isElsewhere(EntryPath path) {
        for (EntryPath part : renamedBelow) {
            if (path.startsWith(part)) {
                return true;
            }
        }
        return false;
    }

    /** The path inside the target of an entry that has been restored before this choice, or is restored with it. */
    public Optional<EntryPath> placed(EntryPath path) {
        Optional<Choice> owner = Stream.concat(Stream.of(this), earlier.stream())
                .filter(part -> part.owns(path))
                .findFirst();
        try {
            return owner.map(part -> part.inside(path));
        } catch (IllegalArgumentException e) {
            // Nothing is restored there.
            return Optional.empty();
        }
    }

    /**
     * Whether this is a renamed part, and a path inside the target that of a directory which comes with what is left.
     */
    public boolean awaits(EntryPath inside, OpenSnapshot snapshot) {
        EntryPath to = base.place().to();
        if (base == this || !inside.startsWith(to)) {
            return false;
        }
        EntryPath from = inside.relativeTo(to).below(base.path());
        return base.owns(from)
                && snapshot.find(from)
                        .filter(found -> found.type() == EntryType.DIRECTORY
                                && found.mode().isPresent())
                        .isPresent();
    }

    private boolean owns(EntryPath path) {
        return path.startsWith(path()) && !isElsewhere(path);
    }

    /** Whether it is known where it goes. */
    boolean hasTarget() {
        return place != null;
    }

    /**
     * The path inside the target that an entry of this choice becomes.
     *
     * @throws IllegalArgumentException if it becomes too long or too deep
     */
    public EntryPath inside(EntryPath path) {
        EntryPath inside = path.relativeTo(path()).below(place().to());
        int depth = inside.depth();
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(depth + " names; at most " + MAX_DEPTH);
        }
        return inside;
    }

    public EntryPath path() {
        return entry.path();
    }

    /** The name that it gets in the directory into which it is put; root for everything. */
    private EntryPath nameInside() {
        return renamed().isRoot()
                ? EntryPath.ROOT
                : EntryPath.ROOT.resolve(renamed().name());
    }

    /** Opens the directory below which all choices of a run go, made if it is missing. The caller closes it. */
    public static TargetDirectory openTarget(List<Choice> choices, RestoreSettings settings, Posix posix)
            throws IOException {
        Path root = choices.get(0).place().root();
        boolean getsMetadata = choices.stream()
                .anyMatch(choice -> choice.place().withRoot()
                        && choice.place().to().isRoot()
                        && choice.entry.mode().isPresent());
        return getsMetadata
                ? TargetDirectory.openExclusive(root, posix, settings.ownership())
                : TargetDirectory.open(root, posix, settings.ownership());
    }

    /** Whether the target seems to take names that differ only in case for one; false also if nothing tells. */
    static boolean seemsToIgnoreCase(List<Choice> choices, Posix posix) throws IOException {
        Choice first = choices.get(0);
        return first.hasTarget()
                && TargetDirectory.seemsToIgnoreCase(first.place().root(), posix)
                        .orElse(false);
    }

    /** As {@link #openTarget}, if the directory is there; makes none. */
    static Optional<TargetDirectory> openPresentTarget(List<Choice> choices, RestoreSettings settings, Posix posix)
            throws IOException {
        if (settings.target() == null
                || !Files.isDirectory(choices.get(0).place().root())) {
            return Optional.empty();
        }
        return Optional.of(TargetDirectory.open(choices.get(0).place().root(), posix, settings.ownership()));
    }

    /** @param isFirst whether no other choice has been put into the target before */
    public Destination in(TargetDirectory target, boolean isFirst) {
        return new Destination(target, target.withoutOwners(), isFirst && target.isExclusive(), place().withRoot());
    }

    private Place place() {
        return Objects.requireNonNull(place, "target");
    }

    private Place place(Path given) {
        Path target = given.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (settings.into()) {
            return new Place(target, nameInside(), !entry.path().isRoot());
        }
        if (entry.type() == EntryType.DIRECTORY || parent == null) {
            return new Place(target, EntryPath.ROOT, true);
        }
        return new Place(parent, EntryPath.ROOT.resolve(PathBytes.nameOf(target)), true);
    }
}
