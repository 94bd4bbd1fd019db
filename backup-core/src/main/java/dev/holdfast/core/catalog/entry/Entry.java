package dev.holdfast.core.catalog.entry;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An entry with everything that a listing keeps of it. Immutable; made by a {@link Builder}. */
public final class Entry implements SnapshotEntry {

    private final EntryPath path;
    private final EntryType type;
    private final long sizeBytes;
    private final int mode;
    private final long userId;
    private final long groupId;
    private final @Nullable String userName;
    private final @Nullable String groupName;
    private final Instant modified;
    private final @Nullable Instant changed;
    private final @Nullable String inode;
    private final int fileSystem;
    private final byte @Nullable [] linkTarget;
    private final @Nullable EntryPath hardLinkTo;
    private final int deviceMajor;
    private final int deviceMinor;
    private final Attributes attributes;
    private final Content content;
    private final boolean racy;
    private final @Nullable SnapshotId keptFrom;
    private final boolean failed;

    private Entry(Builder builder) {
        path = builder.path;
        type = builder.type;
        sizeBytes = builder.sizeBytes;
        mode = builder.mode;
        userId = builder.userId;
        groupId = builder.groupId;
        userName = builder.userName;
        groupName = builder.groupName;
        modified = builder.modified;
        changed = builder.changed;
        inode = builder.inode;
        fileSystem = builder.fileSystem;
        linkTarget = builder.linkTarget;
        hardLinkTo = builder.hardLinkTo;
        deviceMajor = builder.deviceMajor;
        deviceMinor = builder.deviceMinor;
        attributes = builder.attributes;
        content = builder.content;
        racy = builder.racy;
        keptFrom = builder.keptFrom;
        failed = builder.failed;
    }

    public static Builder builder(EntryPath path, EntryType type) {
        return new Builder(path, type);
    }

    /** A builder that begins with everything of this entry. */
    public Builder toBuilder() {
        Builder builder = new Builder(path, type);
        builder.sizeBytes = sizeBytes;
        builder.mode = mode;
        builder.userId = userId;
        builder.groupId = groupId;
        builder.userName = userName;
        builder.groupName = groupName;
        builder.modified = modified;
        builder.changed = changed;
        builder.inode = inode;
        builder.fileSystem = fileSystem;
        builder.linkTarget = linkTarget;
        builder.hardLinkTo = hardLinkTo;
        builder.deviceMajor = deviceMajor;
        builder.deviceMinor = deviceMinor;
        builder.attributes = attributes;
        builder.content = content;
        builder.racy = racy;
        builder.keptFrom = keptFrom;
        builder.failed = failed;
        return builder;
    }

    /** The same without its list of chunks, which may be long. */
    public Entry withoutContent() {
        return content == Content.EMPTY
                ? this
                : toBuilder().content(Content.EMPTY).build();
    }

    @Override
    public EntryPath path() {
        return path;
    }

    @Override
    public EntryType type() {
        return type;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public OptionalInt mode() {
        return mode < 0 ? OptionalInt.empty() : OptionalInt.of(mode);
    }

    @Override
    public OptionalLong userId() {
        return userId < 0 ? OptionalLong.empty() : OptionalLong.of(userId);
    }

    @Override
    public OptionalLong groupId() {
        return groupId < 0 ? OptionalLong.empty() : OptionalLong.of(groupId);
    }

    @Override
    public Optional<String> userName() {
        return Optional.ofNullable(userName);
    }

    @Override
    public Optional<String> groupName() {
        return Optional.ofNullable(groupName);
    }

    @Override
    public Instant modified() {
        return modified;
    }

    /** Last change of the inode; nothing for a stream. */
    public Optional<Instant> changed() {
        return Optional.ofNullable(changed);
    }

    /** The inode number in unsigned decimal; nothing for a stream. */
    public Optional<String> inode() {
        return Optional.ofNullable(inode);
    }

    /** Ordinal of the file system within the snapshot, from 0. */
    public int fileSystem() {
        return fileSystem;
    }

    @Override
    public Optional<byte[]> linkTarget() {
        return linkTarget == null ? Optional.empty() : Optional.of(linkTarget.clone());
    }

    @Override
    public Optional<EntryPath> hardLinkTo() {
        return Optional.ofNullable(hardLinkTo);
    }

    /** Of a device node. */
    public int deviceMajor() {
        return deviceMajor;
    }

    /** Of a device node. */
    public int deviceMinor() {
        return deviceMinor;
    }

    public Attributes attributes() {
        return attributes;
    }

    public Content content() {
        return content;
    }

    /** Whether it may have changed after it was read without a trace in its times. */
    public boolean racy() {
        return racy;
    }

    @Override
    public Optional<SnapshotId> keptFrom() {
        return Optional.ofNullable(keptFrom);
    }

    @Override
    public boolean failed() {
        return failed;
    }

    /** Whether a later look at equal attributes proves equal content. */
    public boolean isTrustworthy() {
        return !racy && !failed && keptFrom == null;
    }

    @Override
    public String toString() {
        return type + " " + path;
    }

    /** Gathers an entry. Not thread-safe. */
    public static final class Builder {
        private EntryPath path;
        private EntryType type;
        private long sizeBytes;
        private int mode = -1;
        private long userId = -1;
        private long groupId = -1;
        private @Nullable String userName;
        private @Nullable String groupName;
        private Instant modified = Instant.EPOCH;
        private @Nullable Instant changed;
        private @Nullable String inode;
        private int fileSystem;
        private byte @Nullable [] linkTarget;
        private @Nullable EntryPath hardLinkTo;
        private int deviceMajor;
        private int deviceMinor;
        private Attributes attributes = Attributes.NONE;
        private Content content = Content.EMPTY;
        private boolean racy;
        private @Nullable SnapshotId keptFrom;
        private boolean failed;

        private Builder(EntryPath path, EntryType type) {
            this.path = path;
            this.type = type;
        }

        /** For a reader that learns them last. */
        Builder named(EntryPath newPath, EntryType newType) {
            path = newPath;
            type = newType;
            return this;
        }

        public Builder sizeBytes(long value) {
            sizeBytes = value;
            return this;
        }

        /** @param value 07777 bits */
        public Builder mode(int value) {
            mode = value;
            return this;
        }

        public Builder owner(long user, @Nullable String userNameOrNull, long group, @Nullable String groupNameOrNull) {
            userId = user;
            userName = userNameOrNull;
            groupId = group;
            groupName = groupNameOrNull;
            return this;
        }

        public Builder modified(Instant value) {
            modified = value;
            return this;
        }

        public Builder changed(@Nullable Instant value) {
            changed = value;
            return this;
        }

        public Builder inode(@Nullable String number, int fileSystemOrdinal) {
            inode = number;
            fileSystem = fileSystemOrdinal;
            return this;
        }

        public Builder linkTarget(byte @Nullable [] value) {
            linkTarget = value;
            return this;
        }

        public Builder hardLinkTo(@Nullable EntryPath value) {
            hardLinkTo = value;
            return this;
        }

        public Builder device(int major, int minor) {
            deviceMajor = major;
            deviceMinor = minor;
            return this;
        }

        public Builder attributes(Attributes value) {
            attributes = value;
            return this;
        }

        public Builder content(Content value) {
            content = value;
            return this;
        }

        public Builder racy(boolean value) {
            racy = value;
            return this;
        }

        public Builder keptFrom(@Nullable SnapshotId value) {
            keptFrom = value;
            return this;
        }

        public Builder failed(boolean value) {
            failed = value;
            return this;
        }

        public Entry build() {
            return new Entry(this);
        }
    }
}
