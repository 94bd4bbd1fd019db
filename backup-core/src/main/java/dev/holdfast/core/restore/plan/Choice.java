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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A chosen entry, and the directory below which it goes. What is renamed below it is a choice of its own, which comes first: so
 * directories get their times after everything was put into them. Immutable.
 */
public final class Choice {

    private final Entry entry;
    private final RestoreSettings settings;
    /** What was chosen by the user; itself, unless it is a renamed part. */
    private final Choice base;
    /** Renamed parts of the same choice that come before. */
    private final List<Choice> earlier;

    private final List<EntryPath> renamedBelow;

    /** Where a choice goes: the directory that nothing leaves, and the path inside of it. */
    private record Place(Path root, EntryPath to, boolean withRoot) {}

    private Choice(Entry entry, RestoreSettings settings) {
        this.entry = entry;
        this.settings = settings;
        this.base = this;
        this.earlier = new ArrayList<>();
        this.renamedBelow = settings.renames().below(entry.path());
    }

    private Choice(Entry renamed, Choice base) {
        this.entry = renamed;
        this.settings = base.settings;
        this.base = base;
        this.earlier = List.copyOf(base.earlier);
        this.renamedBelow = settings.renames().below(renamed.path());
    }

    /**
     * Looks up what was chosen, and what of it is renamed.
     *
     * @throws NotFoundException if the snapshot has no such path
     * @throws ConfigurationException if two of them would get one name
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
            if (settings.into() && !names.add(choice.nameInside())) {
                throw new ConfigurationException("two of the chosen paths would become " + choice.nameInside() + " in "
                        + settings.target() + "; restore them one by one. Nothing was restored");
            }
            choice.addRenamed(snapshot, choices);
            choices.add(choice);
        }
        return choices;
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
        if (owns(path)) {
            return Optional.of(inside(path));
        }
        return earlier.stream().filter(part -> part.owns(path)).findFirst().map(part -> part.inside(path));
    }

    private boolean owns(EntryPath path) {
        return path.startsWith(path()) && !isElsewhere(path);
    }

    private EntryPath inside(EntryPath path) {
        return path.relativeTo(path())
                .below(place(Objects.requireNonNull(settings.target(), "target"))
                        .to());
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

    /** Opens the directory, which is made if it is missing. The caller closes it. */
    public Destination open(Posix posix) throws IOException {
        Place place = place(Objects.requireNonNull(settings.target(), "target"));
        boolean getsMetadata =
                place.withRoot() && place.to().isRoot() && entry.mode().isPresent();
        if (getsMetadata) {
            TargetDirectory.createRoot(place.root());
        }
        return open(place, posix);
    }

    /** Opens the directory if it is there, and makes none. The caller closes it. */
    public Optional<Destination> openIfPresent(Posix posix) throws IOException {
        if (settings.target() == null) {
            return Optional.empty();
        }
        Place place = place(settings.target());
        return Files.isDirectory(place.root()) ? Optional.of(open(place, posix)) : Optional.empty();
    }

    private Destination open(Place place, Posix posix) throws IOException {
        return Destination.open(place.root(), posix, settings.ownership(), entry.path(), place.to(), place.withRoot());
    }

    private Place place(Path given) {
        if (base != this) {
            Place whole = base.place(given);
            return new Place(whole.root(), renamed().relativeTo(base.renamed()).below(whole.to()), true);
        }
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
