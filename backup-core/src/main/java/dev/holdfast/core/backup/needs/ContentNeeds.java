package dev.holdfast.core.backup.needs;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what one content needs. Chunks that follow each other mostly lie in one block. For one thread. */
public final class ContentNeeds {

    private final LiveMasks marks;
    private final List<BlockNeed> needs = new ArrayList<>();
    private @Nullable BlockNeed last;

    /** @param marks knows the sizes of blocks */
    ContentNeeds(LiveMasks marks) {
        this.marks = marks;
    }

    public void add(ContentItem item) {
        if (!item.isHole()) {
            add(marks.need(Purpose.DATA, item.chunk()));
        }
    }

    /** A page of the catalog that belongs to the content. */
    public void addPage(ChunkRef page) {
        add(marks.need(Purpose.CATALOG, page));
    }

    private void add(BlockNeed need) {
        BlockNeed before = last;
        if (before != null && before.isOfSameBlock(need)) {
            last = before.and(need);
        } else {
            if (before != null) {
                needs.add(before);
            }
            last = need;
        }
    }

    /** What was gathered. Nothing can be added afterwards. */
    public List<BlockNeed> list() {
        if (last != null) {
            needs.add(last);
            last = null;
        }
        return Collections.unmodifiableList(needs);
    }
}
