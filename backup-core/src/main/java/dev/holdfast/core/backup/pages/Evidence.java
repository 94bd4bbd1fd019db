package dev.holdfast.core.backup.pages;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.source.FileMetadata;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that prove an entry unchanged where they are equal, if it was found at a quiet time.
 *
 * @param changed null where no file system told it
 * @param inode empty where there is none
 * @param fileSystem number among those of the run
 * @param mode −1 where it is unknown, as are the ids of the owners
 * @param userName empty where the id has no name, as is the group's
 */
public record Evidence(
        EntryType type,
        long sizeBytes,
        Instant modified,
        @Nullable Instant changed,
        String inode,
        int fileSystem,
        int mode,
        long userId,
        long groupId,
        String userName,
        String groupName) {

    /** What a snapshot knows. */
    public static Evidence of(Entry entry) {
        return new Evidence(
                entry.type(),
                entry.sizeBytes(),
                entry.modified(),
                entry.changed().orElse(null),
                entry.inode().orElse(""),
                entry.fileSystem(),
                entry.mode().orElse(-1),
                entry.userId().orElse(-1),
                entry.groupId().orElse(-1),
                entry.userName().orElse(""),
                entry.groupName().orElse(""));
    }

    /** What a file system says. */
    public static Evidence of(FileMetadata metadata, int fileSystem) {
        return new Evidence(
                metadata.type(),
                metadata.sizeBytes(),
                metadata.modified(),
                metadata.changed(),
                Long.toUnsignedString(metadata.inode()),
                fileSystem,
                metadata.mode(),
                metadata.uid(),
                metadata.gid(),
                metadata.user().orElse(""),
                metadata.group().orElse(""));
    }

    /** Written out, for what a record has of its own takes its time to be made in each process. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evidence that
                && type == that.type
                && sizeBytes == that.sizeBytes
                && modified.equals(that.modified)
                && Objects.equals(changed, that.changed)
                && inode.equals(that.inode)
                && fileSystem == that.fileSystem
                && mode == that.mode
                && userId == that.userId
                && groupId == that.groupId
                && userName.equals(that.userName)
                && groupName.equals(that.groupName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inode, fileSystem, sizeBytes, changed);
    }
}
