package dev.holdfast.core.backup.needs;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Marks what the new snapshot needs, as its entries are taken over and made. For one thread. */
public final class SnapshotNeeds {

    private final LiveMasks marks;
    private final PageSource pages;
    private final RememberedNeeds remembered;
    private final @Nullable Consumer<ChunkRef> takenOver;

    /**
     * @param pages of the former listing
     * @param takenOver hears of each chunk of a content that is taken over, for which every content is read; null if nobody
     *     wants to
     */
    public SnapshotNeeds(
            LiveMasks marks, PageSource pages, RememberedNeeds remembered, @Nullable Consumer<ChunkRef> takenOver) {
        this.marks = marks;
        this.pages = pages;
        this.remembered = remembered;
        this.takenOver = takenOver;
    }

    /** A page of the catalog. */
    public void addPage(ChunkRef page) {
        marks.mark(Purpose.CATALOG, page);
    }

    /** What an entry needs beside its content. */
    public void addAttributes(Entry entry) {
        ChunkRef page = entry.attributes().page();
        if (page != null) {
            addPage(page);
        }
    }

    /** For the needs of a content that is made. */
    public ContentNeeds gather() {
        return new ContentNeeds(marks);
    }

    /** A content that was made, and its needs. */
    public void addMade(Content content, ContentNeeds gathered) {
        List<BlockNeed> needs = gathered.list();
        needs.forEach(marks::mark);
        PageTree tree = content.pages();
        if (tree != null) {
            remembered.keep(tree, needs);
        }
    }

    /** A content that is taken over. */
    public void addTakenOver(Content content) {
        PageTree tree = content.pages();
        Optional<List<BlockNeed>> known =
                tree == null || takenOver != null ? Optional.empty() : remembered.takeOver(tree);
        if (tree != null && known.isPresent()) {
            known.get().forEach(marks::mark);
        } else if (content != Content.EMPTY) {
            ContentNeeds gathered = gather();
            read(content, gathered);
            addMade(content, gathered);
        }
    }

    private void read(Content content, ContentNeeds gathered) {
        ContentCursor items = new ContentCursor(content, pages, gathered::addPage);
        while (items.hasNext()) {
            ContentItem item = items.next();
            gathered.add(item);
            if (takenOver != null && !item.isHole()) {
                takenOver.accept(item.chunk());
            }
        }
    }
}
