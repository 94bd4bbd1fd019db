package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.backup.pages.EvidenceDigest;
import dev.holdfast.core.backup.pages.PageSummaries;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.source.SourceEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a comparison, and spares it the pages of the former listing that are to be listed again as they are:
 * those whose entries, and no others, the sources show, each with the attributes that an earlier run has listed it
 * with. Such a page is not even read. For one thread.
 */
public final class UnchangedPages {

    private record Expected(PageRef page, PageSummary summary) {}

    private final Comparison comparison;
    private final FormerEntries former;
    private final EntryMaker maker;
    private final Rereading rereading;
    private final Verdicts verdicts;
    private final Remembered remembered;

    private final EvidenceDigest evidence = new EvidenceDigest();
    /** What may turn out to be the page ahead. */
    private final List<SourceItem> held = new ArrayList<>();

    private @Nullable Expected expected;

    /** @param remembered what is known of the pages of the former listing */
    public UnchangedPages(Comparison comparison, Remembered remembered) {
        this.comparison = comparison;
        this.former = comparison.former;
        this.maker = comparison.maker;
        this.rereading = comparison.rereading;
        this.verdicts = comparison.verdicts;
        this.remembered = remembered;
    }

    /** Takes the next item; null at the end of the sources. */
    public void accept(@Nullable SourceItem item) {
        if (held.isEmpty()) {
            expected = item == null ? null : pageThatBeginsWith(item);
        }
        Expected ahead = expected;
        SourceEntry entry = item == null || ahead == null ? null : ifSimple(item);
        if (item == null || ahead == null || entry == null) {
            release();
            comparison.accept(item);
            return;
        }
        held.add(item);
        evidence.add(item.path(), maker.evidence(entry.metadata()));
        if (held.size() < ahead.page().count()) {
            return;
        }
        if (Arrays.equals(evidence.finish(), ahead.summary().evidence())
                && verdicts.unchangedPage(ahead.page(), item.path(), ahead.summary())) {
            former.skipPage();
            held.clear();
        } else {
            release();
        }
    }

    private @Nullable Expected pageThatBeginsWith(SourceItem item) {
        PageRef page = former.pageAhead();
        if (page == null || !Objects.equals(page.first(), item.path())) {
            return null;
        }
        return PageSummaries.find(page, remembered)
                .filter(summary -> summary.totals().entries() == page.count() && !rereading.concerns(summary.needs()))
                .map(summary -> new Expected(page, summary))
                .orElse(null);
    }

    /**
     * The entry of an item if its attributes say all about it; of a file of several names it matters what was found
     * under the others.
     */
    private static @Nullable SourceEntry ifSimple(SourceItem item) {
        SourceEntry entry = item.entry();
        boolean simple = entry != null
                && entry.problem().isEmpty()
                && (entry.metadata().type() != EntryType.FILE
                        || entry.metadata().links() < 2);
        return simple ? entry : null;
    }

    /** What was held is not the page ahead, so the comparison goes through it. */
    private void release() {
        held.forEach(comparison::accept);
        held.clear();
        evidence.clear();
    }
}
