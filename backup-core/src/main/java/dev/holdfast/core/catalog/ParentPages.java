package dev.holdfast.core.catalog;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parent listing's pages that the new listing may meet again: leaf pages that were read and not yet passed, and all upper
 * pages that were read, which are few. For one thread.
 */
public final class ParentPages implements PageReuse {

    private final UsableBlocks usable;
    private final Map<ByteBuffer, ChunkRef> bySha256 = new HashMap<>();
    private final Deque<PageRef> leaves = new ArrayDeque<>();

    /** @param usable which catalog blocks may be referred to again */
    public ParentPages(UsableBlocks usable) {
        this.usable = usable;
    }

    /** Tells of a page that a cursor over the parent's listing is about to read. */
    void visited(PageRef page, int level) {
        if (!usable.isUsable(page.chunk().writer(), page.chunk().block())) {
            return;
        }
        bySha256.put(ByteBuffer.wrap(page.chunk().sha256()), page.chunk());
        if (level == 0) {
            leaves.add(page);
        }
    }

    /** Forgets the leaf pages that begin before a path. */
    void forgetBefore(EntryPath path) {
        for (PageRef leaf = leaves.peek(); leaf != null; leaf = leaves.peek()) {
            if (Objects.requireNonNull(leaf.first(), "first").compareTo(path) >= 0) {
                return;
            }
            leaves.remove();
            bySha256.remove(ByteBuffer.wrap(leaf.chunk().sha256()));
        }
    }

    @Override
    public @Nullable ChunkRef find(byte[] sha256, int length) {
        ChunkRef page = bySha256.get(ByteBuffer.wrap(sha256));
        return page != null && page.length() == length ? page : null;
    }
}
