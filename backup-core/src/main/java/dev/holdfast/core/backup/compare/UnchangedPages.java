package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.backup.pages.EvidenceDigest;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a comparison, and spares it the pages of the former listing that would give themselves again: those of which the sources
 * show just the entries, each with the attributes that an earlier run has listed it with. They are not even read. For one thread.
 */
public final class UnchangedPages {

    private final FormerEntries former;
    private final Comparison comparison;
    private final Function<PageRef, Optional<PageSummary>> summaries;
    private final EntryMaker maker;
    private final Rereading rereading;
    private final Verdicts verdicts;

    private final EvidenceDigest evidence = new EvidenceDigest();
    /** What may turn out to be the page ahead. */
    private final List<SourceItem> held = new ArrayList<>();

    private @Nullable PageRef page;
    private @Nullable PageSummary summary;

    /**
     * @param summaries of pages of the former listing, as far as they are known
     * @param verdicts hears of pages; of entries the comparison tells
     */
    public UnchangedPages(
            FormerEntries former,
            Comparison comparison,
            Function<PageRef, Optional<PageSummary>> summaries,
            EntryMaker maker,
            Rereading rereading,
            Verdicts verdicts) {
        this.former = former;
        this.comparison = comparison;
        this.summaries = summaries;
        this.maker = maker;
        this.rereading = rereading;
        this.verdicts = verdicts;
    }

    /** Takes the next item; null at the end of the sources. */
    public void accept(@Nullable SourceItem item) {
        if (held.isEmpty()) {
            begin(item);
        }
        PageRef ahead = page;
        PageSummary expected = summary;
        if (item == null || ahead == null || expected == null || !isSimple(item)) {
            release();
            comparison.accept(item);
            return;
        }
        held.add(item);
        FileMetadata metadata = entry(item).metadata();
        evidence.add(item.path(), maker.evidence(metadata));
        if (held.size() == ahead.count()) {
            if (!Arrays.equals(evidence.finish(), expected.evidence())
                    || !verdicts.unchangedPage(ahead, item.path(), expected)) {
                release();
                return;
            }
            former.skipPage();
            held.clear();
        }
    }

    private void begin(@Nullable SourceItem item) {
        page = null;
        summary = null;
        PageRef ahead = item == null ? null : former.pageAhead();
        if (item != null && ahead != null && Objects.equals(ahead.first(), item.path())) {
            page = ahead;
            summary = summaries
                    .apply(ahead)
                    .filter(found -> !rereading.concerns(found.needs()))
                    .orElse(null);
        }
    }

    /** Whether its attributes say all about an item; of a file of several names it matters what was found under the others. */
    private static boolean isSimple(SourceItem item) {
        SourceEntry entry = item.entry();
        return entry != null
                && entry.problem().isEmpty()
                && (entry.metadata().type() != EntryType.FILE
                        || entry.metadata().links() < 2);
    }

    private static SourceEntry entry(SourceItem item) {
        SourceEntry entry = item.entry();
        if (entry == null) {
            throw new IllegalStateException(item.path() + " is in no file system");
        }
        return entry;
    }

    private void release() {
        held.forEach(comparison::accept);
        held.clear();
        evidence.clear();
    }
}
