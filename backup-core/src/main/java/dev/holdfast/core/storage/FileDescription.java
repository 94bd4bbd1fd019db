package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.bytes.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Describes an object by its file.
 *
 * <p>The version of a small object, such as a lease, is the hash of its bytes: file systems give an inode and a time in
 * the same tick to different contents. A larger one is never replaced in practice; its size, time and inode do.
 */
final class FileDescription {

    private static final int MAX_HASHED_BYTES = 4096;

    private FileDescription() {}

    /** Nothing where there is no regular file. */
    static @Nullable ObjectInfo of(ObjectKey key, Path file) throws IOException {
        try {
            while (true) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isRegularFile()) {
                    return null;
                }
                if (attributes.size() > MAX_HASHED_BYTES) {
                    return ObjectInfo.of(key, attributes.size(), version(attributes))
                            .storedAt(attributes.lastModifiedTime().toInstant());
                }
                byte[] bytes = head(file);
                if (bytes.length <= MAX_HASHED_BYTES) {
                    return ObjectInfo.of(key, bytes.length, Sha256.hex(bytes))
                            .storedAt(attributes.lastModifiedTime().toInstant());
                }
                // Replaced by a larger one between the two looks: look again.
            }
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String version(BasicFileAttributes attributes) {
        return attributes.size()
                + "-" + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
                + "-" + Integer.toHexString(Objects.hashCode(attributes.fileKey()));
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(MAX_HASHED_BYTES + 1);
        }
    }
}
