package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.manifest.ChunkRef;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stretch of a file's content: a stored chunk, or a hole of zeros that is not stored. Immutable. */
public final class ContentItem {

    private final @Nullable ChunkRef chunk;
    private final long lengthBytes;

    private ContentItem(@Nullable ChunkRef chunk, long lengthBytes) {
        this.chunk = chunk;
        this.lengthBytes = lengthBytes;
    }

    public static ContentItem chunk(ChunkRef chunk) {
        return new ContentItem(chunk, chunk.length());
    }

    /** @param lengthBytes ≥ 1 */
    public static ContentItem hole(long lengthBytes) {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("hole of " + lengthBytes + " bytes");
        }
        return new ContentItem(null, lengthBytes);
    }

    public boolean isHole() {
        return chunk == null;
    }

    /** Where the chunk lies; only if this is no hole. */
    public ChunkRef chunk() {
        return Objects.requireNonNull(chunk, "a hole has no chunk");
    }

    public long lengthBytes() {
        return lengthBytes;
    }

    /** Whether both have the same bytes, wherever they are stored. */
    public boolean isSame(ContentItem other) {
        return lengthBytes == other.lengthBytes
                && isHole() == other.isHole()
                && (isHole() || Arrays.equals(chunk().sha256(), other.chunk().sha256()));
    }
}
