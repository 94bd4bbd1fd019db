package dev.holdfast.core.catalog.page;

import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pages that are stored already, and may be referred to again instead of being stored once more. For one thread. */
public final class KnownPages {

    private final UsableBlocks usable;
    private final Map<ByteBuffer, ChunkRef> pages = new HashMap<>();
    private @Nullable ChunkRef latest;
    private byte[] latestContent = new byte[0];

    /** @param usable which catalog blocks may be referred to again */
    public KnownPages(UsableBlocks usable) {
        this.usable = usable;
    }

    /** Whether a page may be referred to, be it known or not. */
    public boolean isUsable(ChunkRef page) {
        return usable.isUsable(page.writer(), page.block());
    }

    public void add(ChunkRef page) {
        if (isUsable(page)) {
            pages.put(ByteBuffer.wrap(page.sha256()), page);
        }
    }

    /**
     * Adds a page of which the content is at hand. Until the next one comes, it is told by its content: comparing takes
     * a fraction of the time of hashing.
     *
     * @param content kept, not copied
     */
    public void add(ChunkRef page, byte[] content) {
        add(page);
        latest = page;
        latestContent = content;
    }

    public void remove(ChunkRef page) {
        pages.remove(ByteBuffer.wrap(page.sha256()));
    }

    /** The known page of some content; null if there is none. */
    private @Nullable ChunkRef find(byte[] bytes, int offset, int length) {
        if (pages.isEmpty()) {
            return null;
        }
        ChunkRef found = pages.get(ByteBuffer.wrap(hash(bytes, offset, length)));
        return found != null && found.length() == length ? found : null;
    }

    private byte[] hash(byte[] bytes, int offset, int length) {
        ChunkRef page = latest;
        boolean isLatest = Arrays.equals(bytes, offset, offset + length, latestContent, 0, latestContent.length);
        return page != null && isLatest ? page.sha256() : Sha256.of(bytes, offset, length);
    }

    /**
     * A sink that stores only pages that are not known.
     *
     * @param used hears of every page that was put, stored or known
     */
    public PageSink reuse(PageSink sink, Consumer<ChunkRef> used) {
        return (bytes, offset, length) -> {
            ChunkRef known = find(bytes, offset, length);
            ChunkRef page = known == null ? sink.put(bytes, offset, length) : known;
            used.accept(page);
            return page;
        };
    }
}
