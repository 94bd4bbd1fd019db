package dev.holdfast.core.backup.listing;

import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.delta.DeltaTally;
import dev.holdfast.core.failure.FailureList;
import dev.holdfast.core.manifest.Manifest;
import java.util.Set;

/**
 * What a run has to tell of its entries: how many are listed, how they differ from the former ones, and which could not
 * be read. For one thread.
 */
public final class RunTally {

    private final DeltaTally delta;
    private final FailureList failures = new FailureList();

    private Manifest.Totals totals = Manifest.Totals.NONE;
    private long newFiles;
    private long changedFiles;
    private long unchangedFiles;
    private long vanishedFiles;

    /** @param delta gathers how the entries differ from the former ones */
    public RunTally(DeltaTally delta) {
        this.delta = delta;
    }

    public DeltaTally delta() {
        return delta;
    }

    public FailureList failures() {
        return failures;
    }

    /** Counts an entry of the new listing. */
    void listed(Entry entry) {
        totals = totals.plus(Manifest.Totals.of(entry.type(), entry.sizeBytes()));
    }

    /** Counts the entries of a page that is as it was. */
    void listedUnchanged(PageSummary page) {
        totals = totals.plus(page.totals());
        unchangedFiles += page.totals().files();
    }

    /** A file that was counted is listed otherwise. */
    void listedInstead(Entry counted, Entry file) {
        totals = totals.plus(new Manifest.Totals(0, 0, 0, file.sizeBytes() - counted.sizeBytes()));
    }

    void newFile(Entry file) {
        newFiles++;
        delta.added(file);
    }

    void changedFile(Entry former, Entry file, Set<Aspect> aspects) {
        changedFiles++;
        delta.changed(former, file, aspects);
    }

    /** A file that is as it was, whether it was read or not. */
    void unchangedFile() {
        unchangedFiles++;
    }

    void vanishedFile() {
        vanishedFiles++;
    }

    /** Of the listing so far. */
    public Manifest.Totals totals() {
        return totals;
    }

    public long newFiles() {
        return newFiles;
    }

    public long changedFiles() {
        return changedFiles;
    }

    public long unchangedFiles() {
        return unchangedFiles;
    }

    /** Files that were gone when they were to be read. */
    public long vanishedFiles() {
        return vanishedFiles;
    }

    /** Whether all is as it was, and could be read. */
    public boolean foundNoChange() {
        return delta.isEmpty() && failures.count() == 0;
    }
}
