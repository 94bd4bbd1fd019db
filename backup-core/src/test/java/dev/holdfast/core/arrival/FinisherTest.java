package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.target.Ownership;
import dev.holdfast.core.target.TargetDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FinisherTest {

    private static final int MORE_THAN_MAY_BE_OPEN = 300;

    /** Files that were dropped are never finished; whoever waits for one of them to end would wait for ever. */
    @Test
    @Timeout(60)
    void nobodyWaitsForAFileOnceTheRestoreIsBrokenOff(@TempDir Path directory) throws Exception {
        PageSource pages = page -> new byte[0];
        Tally tally = new Tally();
        Conflicts conflicts = new Conflicts(ConflictPolicy.FAIL, Ownership.NOT_KEPT, pages, tally);
        InFlight work = new InFlight();
        Finisher finisher = new Finisher(pages, conflicts, tally, work.permits(Finisher.MAX_LONG_OPEN));
        Thread store = new Thread(work::stop);
        try (TargetDirectory target = TargetDirectory.open(directory, Posix.best(), Ownership.NOT_KEPT)) {
            for (int i = 0; i < MORE_THAN_MAY_BE_OPEN; i++) {
                if (i == 200) {
                    store.start();
                }
                EntryPath path = EntryPath.of("file-" + i);
                Arrival file = new Arrival(Entry.builder(path, EntryType.FILE).build(), path, target);
                finisher.begin(file);
                finisher.permit(file);
            }
        } finally {
            store.join();
            finisher.discardAll();
        }
    }
}
