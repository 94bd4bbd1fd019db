package dev.holdfast.core.target;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import dev.holdfast.core.target.Unapplied.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Gives an entry its metadata, each part on its own: one that fails does not keep the others away. In this order, since
 * giving a file away clears set-id bits and capabilities, setting a mode changes an ACL, and may shut a directory for its owner:
 * owner, attributes and ACLs, time of modification, mode. Never follows a symbolic link. Thread-safe.
 */
public final class MetadataWriter {

    private static final int SET_ID_BITS = 06000;

    private final Posix posix;
    private final Ownership ownership;
    private final MetadataReader reader;
    private final Map<String, Optional<UserPrincipal>> users = new ConcurrentHashMap<>();
    private final Map<String, Optional<GroupPrincipal>> groups = new ConcurrentHashMap<>();

    public MetadataWriter(Posix posix, Ownership ownership) {
        this.posix = posix;
        this.ownership = ownership;
        this.reader = new MetadataReader(posix);
    }

    /**
     * @param wanted with details; size, inode and the like do not matter
     * @return what could not be applied; empty if all is as wanted
     */
    public List<Unapplied> apply(Path path, FileMetadata wanted) {
        List<Unapplied> unapplied = new ArrayList<>(0);
        boolean owned = applyOwner(path, wanted, unapplied);
        applyAttributes(path, wanted, unapplied);
        attempt(
                () -> posix.setModified(path, wanted.modified()),
                Kind.TIME,
                () -> wanted.modified().toString(),
                unapplied);
        // The last, for it may shut a directory for its own owner.
        if (wanted.type() != EntryType.SYMLINK) {
            applyMode(path, wanted, owned, unapplied);
        }
        return List.copyOf(unapplied);
    }

    /** @return whether the entry now belongs to whom it should */
    private boolean applyOwner(Path path, FileMetadata wanted, List<Unapplied> unapplied) {
        try {
            MetadataReader.Owners now = reader.owners(path);
            boolean owned = true;
            Optional<UserPrincipal> user =
                    wanted.user().filter(name -> byName()).flatMap(name -> user(path, name));
            if (user.isPresent() ? !now.user().equals(wanted.user()) : now.uid() != wanted.uid()) {
                String value = "owner " + wanted.uid()
                        + wanted.user().map(name -> " (" + name + ")").orElse("");
                Action give = user.isPresent()
                        ? () -> view(path).setOwner(user.get())
                        : () -> setNumber(path, "unix:uid", wanted.uid());
                owned = give(give, () -> value, unapplied);
            }
            Optional<GroupPrincipal> group =
                    wanted.group().filter(name -> byName()).flatMap(name -> group(path, name));
            if (group.isPresent() ? !now.group().equals(wanted.group()) : now.gid() != wanted.gid()) {
                String value = "group " + wanted.gid()
                        + wanted.group().map(name -> " (" + name + ")").orElse("");
                Action give = group.isPresent()
                        ? () -> view(path).setGroup(group.get())
                        : () -> setNumber(path, "unix:gid", wanted.gid());
                owned &= give(give, () -> value, unapplied);
            }
            return owned;
        } catch (IOException e) {
            unapplied.add(new Unapplied(Kind.OWNER, "owner " + wanted.uid() + ": " + Reasons.of(e)));
            return false;
        }
    }

    private boolean give(Action action, Supplier<String> value, List<Unapplied> unapplied) {
        return ownership != Ownership.NOT_KEPT && attempt(action, Kind.OWNER, value, unapplied);
    }

    private boolean byName() {
        return ownership == Ownership.BY_NAME;
    }

    private static void setNumber(Path path, String attribute, long number) throws IOException {
        Files.setAttribute(path, attribute, (int) number, LinkOption.NOFOLLOW_LINKS);
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<UserPrincipal> user(Path path, String name) {
        return users.computeIfAbsent(name, key -> lookUp(() -> service(path).lookupPrincipalByName(key)));
    }

    private Optional<GroupPrincipal> group(Path path, String name) {
        return groups.computeIfAbsent(name, key -> lookUp(() -> service(path).lookupPrincipalByGroupName(key)));
    }

    private static UserPrincipalLookupService service(Path path) {
        return path.getFileSystem().getUserPrincipalLookupService();
    }

    private static <P> Optional<P> lookUp(Lookup<P> lookup) {
        try {
            return Optional.of(lookup.get());
        } catch (IOException e) {
            // Unknown here, or not to be found out: the number will do.
            return Optional.empty();
        }
    }

    private void applyAttributes(Path path, FileMetadata wanted, List<Unapplied> unapplied) {
        List<ExtendedAttribute> present;
        try {
            present = posix.attributes(path, wanted.type());
        } catch (IOException e) {
            present = List.of();
        }
        for (ExtendedAttribute attribute : present) {
            // A new entry inherits its directory's default ACL; one that was there has what its users gave it.
            if ((attribute.isAcl() || attribute.isOfUser())
                    && wanted.attributes().stream().noneMatch(other -> other.compareTo(attribute) == 0)) {
                attempt(
                        () -> posix.removeAttribute(path, attribute),
                        attribute.isAcl() ? Kind.ACL : Kind.ATTRIBUTE,
                        () -> "removing " + attribute,
                        unapplied);
            }
        }
        for (ExtendedAttribute attribute : wanted.attributes()) {
            if (!present.contains(attribute)) {
                Kind kind = attribute.isAcl() ? Kind.ACL : Kind.ATTRIBUTE;
                attempt(() -> posix.setAttribute(path, attribute), kind, attribute::toString, unapplied);
            }
        }
    }

    private void applyMode(Path path, FileMetadata wanted, boolean owned, List<Unapplied> unapplied) {
        int mode = wanted.mode();
        if (!owned && wanted.type() == EntryType.FILE && (mode & SET_ID_BITS) != 0) {
            // They would lend the rights of whoever restores.
            unapplied.add(new Unapplied(Kind.SET_ID, "mode " + Integer.toOctalString(mode)));
            mode &= ~SET_ID_BITS;
        }
        int allowed = mode;
        attempt(
                () -> posix.setMode(path, wanted.type(), allowed),
                Kind.MODE,
                () -> "mode " + Integer.toOctalString(allowed),
                unapplied);
    }

    private static boolean attempt(Action action, Kind kind, Supplier<String> value, List<Unapplied> unapplied) {
        try {
            action.run();
            return true;
        } catch (IOException e) {
            unapplied.add(new Unapplied(kind, value.get() + ": " + Reasons.of(e)));
        } catch (UnsupportedOperationException e) {
            unapplied.add(new Unapplied(kind, value.get() + ": " + e.getMessage()));
        }
        return false;
    }

    private interface Action {
        void run() throws IOException;
    }

    private interface Lookup<P> {
        P get() throws IOException;
    }
}
