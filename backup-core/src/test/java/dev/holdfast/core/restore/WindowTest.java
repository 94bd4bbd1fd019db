package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.arrival.Arrival;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.restore.plan.Planning;
import dev.holdfast.core.restore.plan.Spellings;
import dev.holdfast.core.target.Ownership;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowTest {

    private static final int PIECES = 3 * Planning.WINDOW_PIECES;

    private final AtomicInteger planned = new AtomicInteger();
    private final CountDownLatch beforeTheLast = new CountDownLatch(1);

    /** However many small files a restore has, and however slow the store is. */
    @Test
    void noMoreThanTwoWindowsArePlannedAheadOfWhatTheStoreGives(@TempDir Path directory) throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("small"), "content");
        InFlight work = new InFlight();
        try (TestRepository repository = new TestRepository(directory.resolve("state"))) {
            repository.backUp(source);
            FaultyStorage slow = FaultyStorage.over(repository.storage());
            Gate gate = slow.onOpen().pause();
            try (OpenSnapshot snapshot = open(repository);
                    TargetDirectory target = TargetDirectory.open(
                            Files.createDirectory(directory.resolve("target")), Posix.best(), Ownership.BY_NAME)) {
                Tally tally = new Tally();
                Conflicts conflicts = new Conflicts(ConflictPolicy.FAIL, Ownership.BY_NAME, snapshot.pages(), tally);
                Finisher finisher =
                        new Finisher(snapshot.pages(), conflicts, tally, work.permits(Finisher.MAX_LONG_OPEN));
                BlockFetcher fetcher = new BlockFetcher(
                        new StoredRanges(slow), repository.workers(), new MemoryAccount(32 << 20), work);
                Window window = new Window(new RestoreTools(
                        snapshot,
                        repository.workers(),
                        work,
                        FirstBlock.open(snapshot, List.of()),
                        fetcher,
                        conflicts,
                        finisher,
                        new Spellings(),
                        tally));
                Thread planner = new Thread(() -> plan(window, finisher, snapshot, target));
                planner.start();
                gate.awaitArrival();
                beforeTheLast.await();
                // It ends if nothing makes it wait.
                while (planner.getState() == Thread.State.RUNNABLE) {
                    Thread.onSpinWait();
                }
                assertThat(planned).as("planned while nothing has come").hasValue(PIECES - 1);

                gate.open();
                planner.join();
                work.await();
                assertThat(planned).hasValue(PIECES);
                assertThat(tally.failures()).isEmpty();
                assertThat(directory.resolve("target/small")).hasContent("content");
            } finally {
                gate.open();
                work.drain();
            }
        }
    }

    /** One file so often that the last piece fills the third window. */
    private void plan(Window window, Finisher finisher, OpenSnapshot snapshot, TargetDirectory target) {
        Entry entry = snapshot.find(EntryPath.of("small")).orElseThrow();
        ContentItem chunk = entry.content().items().get(0);
        Arrival file = new Arrival(entry, entry.path(), target);
        window.beginFile(file);
        try {
            for (int i = 1; i < PIECES; i++) {
                window.add(file, 0, chunk);
                planned.incrementAndGet();
            }
        } finally {
            beforeTheLast.countDown();
        }
        window.add(file, 0, chunk);
        planned.incrementAndGet();
        finisher.arrived(file);
    }

    private static OpenSnapshot open(TestRepository repository) {
        var state = repository.state();
        var manifest = new ManifestStore(repository.store(), Optional.empty())
                .read(state, state.newest().orElseThrow());
        return repository.access().open(state, manifest);
    }
}
