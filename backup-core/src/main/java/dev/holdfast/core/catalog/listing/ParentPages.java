package dev.holdfast.core.catalog.listing;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.page.KnownPages;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The parent listing's pages that the new listing may meet again: leaf pages that were read and not yet passed, and all
 * upper pages that were read, which are few. For one thread.
 */
public final class ParentPages {

    private final KnownPages known;
    private final Deque<PageRef> leaves = new ArrayDeque<>();

    /** @param usable which catalog blocks may be referred to again */
    public ParentPages(UsableBlocks usable) {
        this.known = new KnownPages(usable);
    }

    /** Tells of a page that a cursor over the parent's listing has read. */
    public void visited(PageRef page, int level, byte[] content) {
        known.add(page.chunk(), content);
        if (level == 0) {
            leaves.add(page);
        }
    }

    /** Forgets the leaf pages that begin before a path. */
    public void forgetBefore(EntryPath path) {
        for (PageRef leaf = leaves.peek(); leaf != null; leaf = leaves.peek()) {
            if (Objects.requireNonNull(leaf.first(), "first").compareTo(path) >= 0) {
                return;
            }
            leaves.remove();
            known.remove(leaf.chunk());
        }
    }

    /** Whether a page that is still to be read may be referred to. */
    boolean isUsable(PageRef page) {
        return known.isUsable(page.chunk());
    }

    /** A sink that stores only pages that the parent does not have. */
    public PageSink reuse(PageSink sink, Consumer<ChunkRef> used) {
        return known.reuse(sink, used);
    }
}
