package dev.holdfast.core.backup.pages;

import dev.holdfast.core.backup.needs.ContentNeeds;
import dev.holdfast.core.backup.needs.NeedsCodec;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers summaries of the pages that are listed, by their hash. For one thread. */
public final class PageSummaries implements ListingWriter.Listener {

    private final Remembered remembered;
    private final SnapshotNeeds needs;
    private final EvidenceDigest evidence = new EvidenceDigest();
    private final List<byte[]> contents = new ArrayList<>();
    private ContentNeeds gathered;
    private boolean provable = true;
    private Manifest.Totals totals = Manifest.Totals.NONE;

    public PageSummaries(Remembered remembered, SnapshotNeeds needs) {
        this.remembered = remembered;
        this.needs = needs;
        this.gathered = needs.gather();
    }

    /** What an earlier run knew of a page. */
    public static Optional<PageSummary> find(PageRef page, Remembered remembered) {
        return remembered.find(page.chunk().sha256()).map(PageSummaryCodec::decode);
    }

    @Override
    public void listed(Entry entry) {
        provable &= entry.isTrustworthy()
                && entry.inode().isPresent()
                && entry.hardLinkTo().isEmpty();
        if (!provable) {
            return;
        }
        totals = totals.plus(Manifest.Totals.of(entry.type(), entry.sizeBytes()));
        evidence.add(entry.path(), Evidence.of(entry));
        ChunkRef attributes = entry.attributes().page();
        if (attributes != null) {
            gathered.addPage(attributes);
        }
        PageTree pages = entry.content().pages();
        if (pages != null) {
            contents.add(NeedsCodec.key(pages));
        }
        for (ContentItem item : entry.content().items()) {
            gathered.add(item);
        }
    }

    @Override
    public void ended(PageRef page) {
        if (provable) {
            PageSummary summary = new PageSummary(evidence.finish(), totals, gathered.list(), List.copyOf(contents));
            remembered.keep(page.chunk().sha256(), PageSummaryCodec.encode(summary));
        }
        evidence.clear();
        provable = true;
        totals = Manifest.Totals.NONE;
        contents.clear();
        gathered = needs.gather();
    }

    @Override
    public void passed(PageRef page) {
        byte[] key = page.chunk().sha256();
        remembered.find(key).ifPresent(summary -> remembered.keep(key, summary));
    }
}
