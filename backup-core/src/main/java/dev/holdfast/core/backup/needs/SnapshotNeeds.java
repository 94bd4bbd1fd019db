package dev.holdfast.core.backup.needs;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Marks what the new snapshot needs, as its entries are taken over and made. For one thread. */
public final class SnapshotNeeds {

    private final LiveMasks marks;
    private final PageSource pages;
    private final Remembered remembered;
    private final @Nullable Consumer<ChunkRef> takenOver;

    /**
     * @param pages of the former listing
     * @param takenOver hears of each chunk of a content that is taken over, for which every content is read; null if
     *     nobody wants to
     */
    public SnapshotNeeds(
            LiveMasks marks, PageSource pages, Remembered remembered, @Nullable Consumer<ChunkRef> takenOver) {
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
            remembered.keep(NeedsCodec.key(tree), NeedsCodec.encode(needs));
        }
    }

    /** A content that is taken over. */
    public void addTakenOver(Content content) {
        PageTree tree = content.pages();
        if (tree != null && addTakenOver(List.of(), List.of(NeedsCodec.key(tree)))) {
            return;
        }
        if (content != Content.EMPTY) {
            ContentNeeds gathered = gather();
            read(content, gathered);
            addMade(content, gathered);
        }
    }

    /**
     * Contents that are taken over without looking at them.
     *
     * @param direct what is known to be needed
     * @param contents keys of contents whose needs are remembered
     * @return false if not all of them are, or somebody wants to hear of each chunk; then nothing was added
     */
    public boolean addTakenOver(List<BlockNeed> direct, List<byte[]> contents) {
        List<byte[]> found = new ArrayList<>();
        for (byte[] content : contents) {
            remembered.find(content).ifPresent(found::add);
        }
        if (takenOver != null || found.size() < contents.size()) {
            return false;
        }
        direct.forEach(marks::mark);
        for (int i = 0; i < found.size(); i++) {
            remembered.keep(contents.get(i), found.get(i));
            NeedsCodec.decode(found.get(i)).forEach(marks::mark);
        }
        return true;
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
