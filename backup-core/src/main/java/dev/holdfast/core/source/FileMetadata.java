package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.DeviceNumber;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.Posix;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file system knows about an entry beside its name and content. Times are exact to the nanosecond. Two parts are
 * <em>details</em>, which a scanner leaves out until they are asked for: link target and extended attributes.
 * Immutable.
 */
public final class FileMetadata {

    private final EntryType type;
    private final long sizeBytes;
    private final int mode;
    private final long uid;
    private final long gid;
    private final @Nullable String user;
    private final @Nullable String group;
    private final Instant modified;
    private final Instant changed;
    private final long inode;
    private final long fileSystem;
    private final long links;
    private final @Nullable DeviceNumber device;
    private final byte @Nullable [] linkTarget;
    private final List<ExtendedAttribute> attributes;

    private FileMetadata(Builder builder) {
        type = builder.type;
        sizeBytes = builder.sizeBytes;
        mode = builder.mode;
        uid = builder.uid;
        gid = builder.gid;
        user = builder.user;
        group = builder.group;
        modified = builder.modified;
        changed = builder.changed;
        inode = builder.inode;
        fileSystem = builder.fileSystem;
        links = builder.links;
        device = builder.device;
        linkTarget = builder.linkTarget;
        attributes = builder.attributes;
    }

    public static Builder builder(EntryType type) {
        return new Builder(type);
    }

    public EntryType type() {
        return type;
    }

    /** Length of a regular file's content; otherwise 0. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The bits of 07777. */
    public int mode() {
        return mode;
    }

    /** Unsigned, 32 bits. */
    public long uid() {
        return uid;
    }

    /** Unsigned, 32 bits. */
    public long gid() {
        return gid;
    }

    /** The owner's name where the system knew one. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /** When the content was last modified. */
    public Instant modified() {
        return modified;
    }

    /** When content or attributes, extended ones too, last changed; cannot be set. */
    public Instant changed() {
        return changed;
    }

    /** Unsigned. */
    public long inode() {
        return inode;
    }

    /** The number of the file system ({@code st_dev}), good until the next mount. */
    public long fileSystem() {
        return fileSystem;
    }

    /** How many names lead to this entry. */
    public long links() {
        return links;
    }

    /** Of a character or block device. */
    public Optional<DeviceNumber> device() {
        return Optional.ofNullable(device);
    }

    /** Detail: where a symbolic link leads; copied. */
    public Optional<byte[]> linkTarget() {
        return Optional.ofNullable(linkTarget).map(byte[]::clone);
    }

    /** Detail: extended attributes and ACLs, ascending by name. */
    public List<ExtendedAttribute> attributes() {
        return attributes;
    }

    /**
     * Whether an entry that had these values before is still the same, content and details included: type, size, mode,
     * owner, both times and inode are equal. File system and link count do not matter.
     */
    public boolean isUnchangedSince(FileMetadata before) {
        return sizeBytes == before.sizeBytes
                && inode == before.inode
                && modified.equals(before.modified)
                && changed.equals(before.changed)
                && type == before.type
                && mode == before.mode
                && uid == before.uid
                && gid == before.gid
                && Objects.equals(user, before.user)
                && Objects.equals(group, before.group);
    }

    public Posix.Identity identity() {
        return new Posix.Identity(fileSystem, inode);
    }

    /** Whether both are of one entry, under whatever names. */
    public boolean isOne(FileMetadata other) {
        return identity().equals(other.identity());
    }

    public Builder toBuilder() {
        Builder builder = new Builder(type)
                .sizeBytes(sizeBytes)
                .mode(mode)
                .owner(uid, user)
                .group(gid, group)
                .modified(modified)
                .changed(changed)
                .identity(fileSystem, inode)
                .links(links)
                .attributes(attributes);
        builder.device = device;
        builder.linkTarget = linkTarget;
        return builder;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FileMetadata other
                && isUnchangedSince(other)
                && fileSystem == other.fileSystem
                && links == other.links
                && Objects.equals(device, other.device)
                && Arrays.equals(linkTarget, other.linkTarget)
                && attributes.equals(other.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, sizeBytes, mode, inode, modified, changed);
    }

    @Override
    public String toString() {
        return type + " " + sizeBytes + " bytes, mode " + Integer.toOctalString(mode) + ", owner " + uid + ":" + gid
                + ", modified " + modified;
    }

    /** Unset values are 0, the epoch, or absent. */
    public static final class Builder {

        private final EntryType type;
        private long sizeBytes;
        private int mode;
        private long uid;
        private long gid;
        private @Nullable String user;
        private @Nullable String group;
        private Instant modified = Instant.EPOCH;
        private Instant changed = Instant.EPOCH;
        private long inode;
        private long fileSystem;
        private long links = 1;
        private @Nullable DeviceNumber device;
        private byte @Nullable [] linkTarget;
        private List<ExtendedAttribute> attributes = List.of();

        private Builder(EntryType type) {
            this.type = type;
        }

        public Builder sizeBytes(long sizeBytes) {
            this.sizeBytes = sizeBytes;
            return this;
        }

        public Builder mode(int mode) {
            if ((mode & ~07777) != 0) {
                throw new IllegalArgumentException("mode " + Integer.toOctalString(mode) + " has bits beyond 7777");
            }
            this.mode = mode;
            return this;
        }

        public Builder owner(long uid, @Nullable String user) {
            this.uid = checkId(uid);
            this.user = user;
            return this;
        }

        public Builder group(long gid, @Nullable String group) {
            this.gid = checkId(gid);
            this.group = group;
            return this;
        }

        private static long checkId(long id) {
            if (id != (id & 0xffff_ffffL)) {
                throw new IllegalArgumentException("owner number " + id + " is not an unsigned 32-bit number");
            }
            return id;
        }

        public Builder modified(Instant modified) {
            this.modified = modified;
            return this;
        }

        public Builder changed(Instant changed) {
            this.changed = changed;
            return this;
        }

        public Builder identity(long fileSystem, long inode) {
            this.fileSystem = fileSystem;
            this.inode = inode;
            return this;
        }

        public Builder links(long links) {
            this.links = links;
            return this;
        }

        public Builder device(DeviceNumber device) {
            this.device = device;
            return this;
        }

        public Builder linkTarget(byte[] linkTarget) {
            this.linkTarget = linkTarget.clone();
            return this;
        }

        /** @param attributes ascending by name, each name once */
        public Builder attributes(List<ExtendedAttribute> attributes) {
            for (int i = 1; i < attributes.size(); i++) {
                if (attributes.get(i - 1).compareTo(attributes.get(i)) >= 0) {
                    throw new IllegalArgumentException("attribute " + attributes.get(i) + " is out of order");
                }
            }
            this.attributes = List.copyOf(attributes);
            return this;
        }

        public FileMetadata build() {
            return new FileMetadata(this);
        }
    }
}
