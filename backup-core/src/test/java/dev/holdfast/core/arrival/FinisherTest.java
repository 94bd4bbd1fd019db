package dev.holdfast.core.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.target.Ownership;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.target.Unapplied;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FinisherTest {

    /** As much as the file that is there has, so that only its history tells that it is another one. */
    private static final int SIZE_BYTES = 5;

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

    @Test
    void whatCouldNotBeRestoredGetsNoFurtherNames(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("first"), "older");
        Finisher finisher = finisher(ConflictPolicy.OVERWRITE);
        try (TargetDirectory target = TargetDirectory.open(directory, Posix.best(), Ownership.NOT_KEPT)) {
            EntryPath first = EntryPath.of("first");
            assertThat(finisher.makeLink(entry(EntryPath.of("linked")), EntryPath.of("linked"), first, target))
                    .isEqualTo(Finisher.Linking.SETTLED);
            Arrival damaged = new Arrival(entry(first), first, target);
            finisher.begin(damaged);
            damaged.fail(new Problem(Failure.Kind.DAMAGED, "its content is damaged"));
            finisher.arrived(damaged);
            assertThat(finisher.makeLink(entry(EntryPath.of("second")), EntryPath.of("second"), first, target))
                    .isEqualTo(Finisher.Linking.NO_FIRST);
        }
    }

    @Test
    void aNameThatIsTakenOrCannotBeLinkedIsNotSettled(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("first"), "whole");
        Files.writeString(directory.resolve("taken"), "whole");
        try (TargetDirectory target = TargetDirectory.open(directory, Posix.best(), Ownership.NOT_KEPT)) {
            assertThat(link(ConflictPolicy.FAIL, "taken", target)).isEqualTo(Finisher.Linking.TAKEN);
            assertThat(link(ConflictPolicy.OVERWRITE, "nowhere/second", target)).isEqualTo(Finisher.Linking.REFUSED);
        }
    }

    @Test
    void anEntryThatLacksTwoPartsOfAKindIsOneEntry() {
        Tally tally = new Tally();
        Unapplied owner = new Unapplied(Unapplied.Kind.OWNER, "owner 0");
        Unapplied group = new Unapplied(Unapplied.Kind.OWNER, "group 0");
        tally.unapplied(EntryPath.of("file"), List.of(owner, group));
        assertThat(tally.notices()).singleElement().asString().contains("on 1 entry; the first: file: owner 0");
    }

    @Test
    void whatTheRootLacksIsToldUnderADot() {
        Tally tally = new Tally();
        tally.unapplied(EntryPath.ROOT, List.of(new Unapplied(Unapplied.Kind.OWNER, "owner 0")));
        assertThat(tally.notices()).singleElement().asString().endsWith("the first: .: owner 0");
    }

    private static Finisher.Linking link(ConflictPolicy policy, String name, TargetDirectory target) {
        EntryPath path = EntryPath.of(name);
        return finisher(policy).makeLink(entry(path), path, EntryPath.of("first"), target);
    }

    private static Entry entry(EntryPath path) {
        return Entry.builder(path, EntryType.FILE).sizeBytes(SIZE_BYTES).build();
    }

    private static Finisher finisher(ConflictPolicy policy) {
        PageSource pages = page -> new byte[0];
        Tally tally = new Tally();
        return new Finisher(
                pages, new Conflicts(policy, Ownership.NOT_KEPT, pages, tally), tally, new InFlight().permits(1));
    }
}
