package dev.holdfast.core.backup.listing;

import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.needs.ContentNeeds;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentWriter;
import dev.holdfast.core.catalog.page.KnownPages;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreePages;

/** Makes the content of files that were read, and marks what it needs. For one thread. */
public final class FileContents {

    private final String ownWriter;
    private final BlockSlots slots;
    private final PageSink sink;
    private final PageSource pages;
    private final UsableBlocks usable;
    private final SnapshotNeeds needs;

    /**
     * @param slots where the chunks of this run lie
     * @param sink takes new pages
     * @param pages of the former contents
     * @param usable allows pages of a former content to be referred to again
     */
    public FileContents(
            String ownWriter,
            BlockSlots slots,
            PageSink sink,
            PageSource pages,
            UsableBlocks usable,
            SnapshotNeeds needs) {
        this.ownWriter = ownWriter;
        this.slots = slots;
        this.sink = sink;
        this.pages = pages;
        this.usable = usable;
        this.needs = needs;
    }

    Content of(FileTask file) {
        KnownPages known = new KnownPages(usable);
        PageTree before = file.former == null ? null : file.former.content().pages();
        if (before != null) {
            TreePages.leaves(before, pages, known::add);
        }
        ContentNeeds gathered = needs.gather();
        ContentWriter writer = new ContentWriter(known.reuse(sink, gathered::addPage));
        file.chunks.forEach(ownWriter, slots, item -> {
            gathered.add(item);
            writer.add(item);
        });
        Content content = writer.finish();
        needs.addMade(content, gathered);
        return content;
    }
}
