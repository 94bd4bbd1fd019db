package dev.holdfast.core.target;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import dev.holdfast.core.target.Unapplied.Kind;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
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
 * giving a file away clears set-id bits and capabilities, setting a mode changes an ACL, and may shut a directory for
 * its owner: owner, attributes and ACLs, time of modification, mode. Thread-safe.
 */
public final class MetadataWriter {

    private static final int ALL_BITS = 07777;
    private static final int SET_ID_BITS = 06000;

    private final Ownership ownership;
    private final MetadataReader reader;
    private final Map<String, Optional<UserPrincipal>> users = new ConcurrentHashMap<>();
    private final Map<String, Optional<GroupPrincipal>> groups = new ConcurrentHashMap<>();

    public MetadataWriter(Posix posix, Ownership ownership) {
        this.ownership = ownership;
        this.reader = new MetadataReader(posix);
    }

    /**
     * @param entry new, so that nobody else has had a hand in it
     * @param wanted with details; size, inode and the like do not matter
     * @return what could not be applied; empty if all is as wanted
     */
    public List<Unapplied> apply(OpenEntry entry, FileMetadata wanted) {
        return apply(entry, wanted, true);
    }

    /**
     * As {@link #apply(OpenEntry, FileMetadata)}, to an entry that was there before. A file that has to be given to
     * somebody else gets neither set-id bits nor capabilities, for whoever owned it may have changed it after it was
     * compared.
     */
    public List<Unapplied> refresh(OpenEntry entry, FileMetadata wanted) {
        return apply(entry, wanted, false);
    }

    private List<Unapplied> apply(OpenEntry entry, FileMetadata wanted, boolean fresh) {
        List<Unapplied> unapplied = new ArrayList<>(0);
        boolean owned = applyOwner(entry, wanted, fresh, unapplied);
        applyAttributes(entry, wanted, owned, unapplied);
        Optional<Posix.Status> now = fresh ? Optional.empty() : status(entry);
        if (now.filter(status -> status.modified().equals(wanted.modified())).isEmpty()) {
            attempt(
                    () -> entry.setModified(wanted.modified()),
                    Kind.TIME,
                    () -> wanted.modified().toString(),
                    unapplied);
        }
        // The last, for it may shut a directory for its own owner.
        if (wanted.type() != EntryType.SYMLINK) {
            int mode = allowedMode(wanted, owned, unapplied);
            if (now.filter(status -> (status.mode() & ALL_BITS) == mode).isEmpty()) {
                attempt(() -> entry.setMode(mode), Kind.MODE, () -> "mode " + Integer.toOctalString(mode), unapplied);
            }
        }
        return List.copyOf(unapplied);
    }

    /** What is there, to leave alone what is right already: setting it leaves a trace, and not everybody may. */
    private static Optional<Posix.Status> status(OpenEntry entry) {
        try {
            return Optional.of(entry.status());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @return whether the entry belongs to whom it should, and nobody else can have written to it */
    private boolean applyOwner(OpenEntry entry, FileMetadata wanted, boolean fresh, List<Unapplied> unapplied) {
        try {
            MetadataReader.Owners now = reader.owners(entry);
            boolean owned = true;
            Optional<UserPrincipal> user =
                    wanted.user().filter(name -> byName()).flatMap(name -> user(name));
            if (user.isPresent() ? !now.user().equals(wanted.user()) : now.uid() != wanted.uid()) {
                String value = "owner " + wanted.uid()
                        + wanted.user().map(name -> " (" + name + ")").orElse("");
                Action give = user.isPresent()
                        ? () -> entry.set("posix:owner", user.get())
                        : () -> entry.set("unix:uid", (int) wanted.uid());
                owned = give(give, () -> value, unapplied) && fresh;
            }
            Optional<GroupPrincipal> group =
                    wanted.group().filter(name -> byName()).flatMap(name -> group(name));
            if (group.isPresent() ? !now.group().equals(wanted.group()) : now.gid() != wanted.gid()) {
                String value = "group " + wanted.gid()
                        + wanted.group().map(name -> " (" + name + ")").orElse("");
                Action give = group.isPresent()
                        ? () -> entry.set("posix:group", group.get())
                        : () -> entry.set("unix:gid", (int) wanted.gid());
                owned &= give(give, () -> value, unapplied) && fresh;
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

    private Optional<UserPrincipal> user(String name) {
        return users.computeIfAbsent(name, key -> lookUp(() -> service().lookupPrincipalByName(key)));
    }

    private Optional<GroupPrincipal> group(String name) {
        return groups.computeIfAbsent(name, key -> lookUp(() -> service().lookupPrincipalByGroupName(key)));
    }

    private static UserPrincipalLookupService service() {
        return FileSystems.getDefault().getUserPrincipalLookupService();
    }

    private static <P> Optional<P> lookUp(Lookup<P> lookup) {
        try {
            return Optional.of(lookup.get());
        } catch (IOException e) {
            // Unknown here, or not to be found out: the number will do.
            return Optional.empty();
        }
    }

    private void applyAttributes(OpenEntry entry, FileMetadata wanted, boolean owned, List<Unapplied> unapplied) {
        List<ExtendedAttribute> present;
        try {
            present = entry.attributes();
        } catch (IOException e) {
            present = List.of();
        }
        for (ExtendedAttribute attribute : present) {
            // A new entry inherits its directory's default ACL; one that was there has what its users gave it.
            if ((attribute.isAcl() || attribute.isOfUser())
                    && wanted.attributes().stream().noneMatch(other -> other.compareTo(attribute) == 0)) {
                attempt(
                        () -> entry.removeAttribute(attribute),
                        attribute.isAcl() ? Kind.ACL : Kind.ATTRIBUTE,
                        () -> "removing " + attribute,
                        unapplied);
            }
        }
        for (ExtendedAttribute attribute : wanted.attributes()) {
            if (!owned && attribute.isCapability()) {
                unapplied.add(new Unapplied(Kind.SET_ID, attribute.toString()));
            } else if (!present.contains(attribute)) {
                Kind kind = attribute.isAcl() ? Kind.ACL : Kind.ATTRIBUTE;
                attempt(() -> entry.setAttribute(attribute), kind, attribute::toString, unapplied);
            }
        }
    }

    private static int allowedMode(FileMetadata wanted, boolean owned, List<Unapplied> unapplied) {
        int mode = wanted.mode();
        if (!owned && wanted.type() == EntryType.FILE && (mode & SET_ID_BITS) != 0) {
            // They would lend the rights of whoever restores.
            unapplied.add(new Unapplied(Kind.SET_ID, "mode " + Integer.toOctalString(mode)));
            mode &= ~SET_ID_BITS;
        }
        return mode;
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
