package dev.holdfast.core.catalog.page;

import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Pages that are stored already, and may be referred to again instead of being stored once more. For one thread. */
public final class KnownPages {

    private final UsableBlocks usable;
    private final Map<ByteBuffer, ChunkRef> pages = new HashMap<>();

    /** @param usable which catalog blocks may be referred to again */
    public KnownPages(UsableBlocks usable) {
        this.usable = usable;
    }

    public void add(ChunkRef page) {
        if (usable.isUsable(page.writer(), page.block())) {
            pages.put(ByteBuffer.wrap(page.sha256()), page);
        }
    }

    public void remove(ChunkRef page) {
        pages.remove(ByteBuffer.wrap(page.sha256()));
    }

    /**
     * A sink that stores only pages that are not known.
     *
     * @param used hears of every page that was put, stored or known
     */
    public PageSink reuse(PageSink sink, Consumer<ChunkRef> used) {
        return new ReusingSink(sink, pages, used);
    }
}
