package dev.holdfast.core.restore.plan;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.OpenSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A chosen entry, and the directory below which it goes. Immutable. */
public final class Choice {

    private final Entry entry;
    private final RestoreSettings settings;

    /** Where a choice goes: the directory that nothing leaves, and the path inside of it. */
    private record Place(Path root, EntryPath to, boolean withRoot) {}

    private Choice(Entry entry, RestoreSettings settings) {
        this.entry = entry;
        this.settings = settings;
    }

    /**
     * Looks up what was chosen.
     *
     * @throws NotFoundException if the snapshot has no such path
     * @throws ConfigurationException if two of them would get one name
     */
    public static List<Choice> all(OpenSnapshot snapshot, RestoreSettings settings) {
        List<Choice> choices = new ArrayList<>();
        Set<EntryPath> names = new HashSet<>();
        for (EntryPath path : settings.paths()) {
            Entry entry = snapshot.find(path)
                    .orElseThrow(() -> new NotFoundException("the snapshot "
                            + snapshot.manifest().snapshot() + " has no entry \"" + path + "\"; nothing was restored"));
            Choice choice = new Choice(entry, settings);
            if (settings.into() && !names.add(choice.nameInside())) {
                throw new ConfigurationException("two of the chosen paths would become " + choice.nameInside() + " in "
                        + settings.target() + "; restore them one by one. Nothing was restored");
            }
            choices.add(choice);
        }
        return choices;
    }

    public EntryPath path() {
        return entry.path();
    }

    /** The name that it gets in the directory into which it is put; root for everything. */
    private EntryPath nameInside() {
        return entry.path().isRoot()
                ? EntryPath.ROOT
                : EntryPath.ROOT.resolve(entry.path().name());
    }

    /** Opens the directory, which is made if it is missing. The caller closes it. */
    public Destination open(Posix posix) throws IOException {
        return open(place(Objects.requireNonNull(settings.target(), "target")), posix);
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
