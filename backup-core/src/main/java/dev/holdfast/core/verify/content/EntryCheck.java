package dev.holdfast.core.verify.content;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.EntryMetadata;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.Originals;

/** Holds what the catalog of one snapshot refers to against the table of chunks and the needed-set. For one thread. */
final class EntryCheck {

    private final ObjectKey manifest;
    private final OpenSnapshot snapshot;
    private final NeededSet needed;
    private final ChunkTable table;
    private final Findings findings;
    private final PageNeeds needs;
    private final Originals originals;

    /**
     * @param manifest of the snapshot
     * @param needs hears of all that is referred to
     */
    EntryCheck(
            ObjectKey manifest,
            OpenSnapshot snapshot,
            NeededSet needed,
            ChunkTable table,
            Findings findings,
            PageNeeds needs) {
        this.manifest = manifest;
        this.snapshot = snapshot;
        this.needed = needed;
        this.table = table;
        this.findings = findings;
        this.needs = needs;
        originals = snapshot.originals();
    }

    /** Does with an entry what a restore would do, as far as the content. */
    void entry(Entry entry) {
        references(entry);
        EntryMetadata.of(entry, snapshot.pages());
        entry.hardLinkTo().ifPresent(first -> originals.of(entry, first));
        if (entry.linkTarget().filter(target -> target.length == 0).isPresent()) {
            throw new IntegrityException(
                    "the symbolic link \"" + entry.path() + "\" leads nowhere, which no system has");
        }
    }

    /** Looks up what an entry refers to, of whichever listing it is. */
    void references(Entry entry) {
        PageSource pages = snapshot.pages();
        String path = entry.path().toString();
        if (entry.attributes().page() != null) {
            page(path, entry.attributes().page());
        }
        boolean hasContent =
                entry.type() == EntryType.FILE && entry.hardLinkTo().isEmpty() && !entry.failed();
        ContentCursor items = hasContent
                ? ContentCursor.of(entry, entry.content(), pages, page -> page(path, page))
                : new ContentCursor(entry.content(), pages, page -> page(path, page));
        while (items.hasNext()) {
            ContentItem item = items.next();
            if (!item.isHole()) {
                look(path, "data/", item.chunk());
            }
        }
    }

    /** @param object a key or the path of an entry, that refers to the page */
    void page(String object, ChunkRef page) {
        look(object, "catalog/", page);
    }

    private void look(String object, String streams, ChunkRef ref) {
        String stream = streams + ref.writer();
        int sixteenths = ref.sixteenths(needed.blockBytes(stream));
        if (sixteenths == 0) {
            throw new IntegrityException("\"" + object + "\" refers to the " + ref + " of " + streams
                    + ", which no block is long enough for");
        }
        needed.check(stream, ref.block(), sixteenths);
        needs.add(stream, ref.block(), sixteenths);
        // Blocks that are not in the table are damaged, which was told, or are the next rounds'.
        if (table.hasBlock(stream, ref.block()) && !table.contains(stream, ref)) {
            findings.damaged(
                    manifest,
                    "\"" + object + "\" refers to the " + ref + " of " + streams
                            + ", which is not what the block holds there");
        }
    }
}
