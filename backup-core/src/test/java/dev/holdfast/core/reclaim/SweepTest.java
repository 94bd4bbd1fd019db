package dev.holdfast.core.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.storage.DirectoryStorage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final String WRITER = "20261123T080000Z-0123456789ab";

    private final MemoryStorage memory = MemoryStorage.create();
    private final FaultyStorage faults = FaultyStorage.over(memory);
    private final CountingStorage storage = CountingStorage.over(faults);
    private final AtomicLong nanos = new AtomicLong();
    private final ExecutorService other = Executors.newCachedThreadPool();
    private Instant now = START;

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @BeforeEach
    void create() {
        log().create(WRITER);
    }

    private RepositoryLog log() {
        return new RepositoryLog(store(), Clock.fixed(now, ZoneOffset.UTC), new Random(7));
    }

    private ObjectStore store() {
        return new ObjectStore(storage, ObjectCache.NONE);
    }

    private ManifestStore manifests() {
        return new ManifestStore(store(), Optional.empty());
    }

    private Sweep.Swept sweep() {
        RepositoryLog log = log();
        return new Sweep(store(), manifests(), log, Clock.fixed(now, ZoneOffset.UTC), nanos::get, new Random(8))
                .run(log.requireHead(), Optional.empty());
    }

    private static ObjectKey volume(int number) {
        return ObjectKey.of(String.format("data/%s/%08d", WRITER, number));
    }

    private CommittedState condemn(Duration grace, int from, int to) throws IOException {
        return condemn(
                grace, IntStream.range(from, to).mapToObj(SweepTest::volume).toList());
    }

    private CommittedState condemn(Duration grace, List<ObjectKey> objects) throws IOException {
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        RepositoryLog log = log();
        CommittedState head = log.requireHead();
        for (ObjectKey object : objects) {
            memory.put(object, ObjectBody.of(new byte[] {1}), ObjectKind.VOLUME);
            changes.put(
                    object.value(),
                    Optional.of(new Condemned(object, head.head().number() + 1, now.plus(grace), false)));
        }
        return log.commit(
                head,
                new Commit(
                        WRITER,
                        Change.remove(List.of()),
                        Optional.empty(),
                        Commit.Needs.NONE,
                        on -> on.lists()
                                .withCondemned(
                                        on.condemnedEdit().apply(on.lists().condemned(), changes))));
    }

    private List<String> keys(String prefix) throws IOException {
        try (var list = memory.list(prefix, "")) {
            return list.map(ObjectInfo::key).map(ObjectKey::value).toList();
        }
    }

    private List<Condemned> condemned() {
        List<Condemned> all = new ArrayList<>();
        log().requireHead().condemned().forEachRemaining(all::add);
        return all;
    }

    @Test
    void onlyWhatIsDueGoes() throws IOException {
        condemn(Duration.ofDays(7), 1, 4);
        condemn(Duration.ofDays(1), 4, 6);
        now = START.plus(Duration.ofDays(1));
        Sweep.Swept swept = sweep();
        assertThat(swept.objects()).isEqualTo(2);
        assertThat(swept.failures()).isEmpty();
        assertThat(keys("data/"))
                .containsExactly(volume(1).value(), volume(2).value(), volume(3).value());
        assertThat(condemned()).extracting(Condemned::object).containsExactly(volume(1), volume(2), volume(3));
        long head = log().requireHead().head().number();
        assertThat(sweep().objects()).isZero();
        assertThat(log().requireHead().head().number())
                .as("nothing to do, nothing recorded")
                .isEqualTo(head);
        now = START.plus(Duration.ofDays(7));
        assertThat(sweep().objects()).isEqualTo(3);
        assertThat(keys("data/")).isEmpty();
        assertThat(condemned()).isEmpty();
    }

    @Test
    void deletionsAreBatched() throws IOException {
        condemn(Duration.ZERO, 1, 2_502);
        storage.reset();
        assertThat(sweep().objects()).isEqualTo(2_501);
        assertThat(storage.requests(Verb.DELETE)).isEqualTo(3);
        assertThat(keys("data/")).isEmpty();
        assertThat(condemned())
                .as("pages of former lists, for readers of these")
                .allMatch(each -> each.object().value().startsWith("pages/"));
        int pages = keys("pages/").size();
        now = START.plus(Duration.ofDays(8));
        assertThat(sweep().objects()).isEqualTo(pages);
        assertThat(keys("pages/")).isEmpty();
        assertThat(condemned()).as("names alone").allMatch(Condemned::deleted);
    }

    /** Each page in it has the next record leave another page of it behind. */
    @Test
    void aListToWhichMuchIsAddedStaysInProportionToThat() throws IOException {
        int each = 15;
        Random names = new Random(9);
        for (int step = 1; step <= 8 * 18; step++) {
            now = START.plus(Duration.ofHours(3 * step));
            condemn(
                    Duration.ofDays(7),
                    Stream.generate(() -> Layout.page(HexFormat.of().formatHex(bytes(names))))
                            .limit(each)
                            .toList());
            sweep();
            assertThat(log().requireHead().lists().condemned().count())
                    .as("in step %d", step)
                    .isLessThan(each * 8 * 14 + Condemned.FEW_PAGES + 200);
        }
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A page is named by its content, so that a writer may want to store one of the same name again. */
    @Test
    void noPageComesBackUnderTheHandsOfASweepThatSlept() throws Exception {
        String name = "ab".repeat(32);
        condemn(Duration.ZERO, List.of(Layout.page(name)));
        Gate gate = faults.onDelete().matching("pages/").call(1).pause();
        CompletableFuture<Sweep.Swept> slow = CompletableFuture.supplyAsync(this::sweep, other);
        gate.awaitArrival();
        assertThat(sweep().objects()).isEqualTo(1);
        assertThat(log().requireHead().pages().isFree(name)).isFalse();
        gate.open();
        assertThat(slow.join().failures()).isEmpty();
        assertThat(log().requireHead().pages().isFree(name)).isFalse();

        now = START.plus(Duration.ofDays(8));
        condemn(Duration.ZERO, 1, 2);
        assertThat(sweep().objects()).isEqualTo(1);
        assertThat(log().requireHead().pages().isFree(name)).as("a week later").isTrue();
        assertThat(condemned()).isEmpty();
    }

    @Test
    void whatCannotBeDeletedIsNamedAndTriedAgain() throws IOException {
        condemn(Duration.ZERO, 1, 4);
        faults.onDelete()
                .matching("data/")
                .call(1)
                .failWith(() -> new ObjectDeletionException(
                        "scripted", List.of(volume(1), volume(2), volume(3)), new IOException("locked")));
        Sweep.Swept swept = sweep();
        assertThat(swept.objects()).isZero();
        assertThat(swept.failures()).hasSize(3).containsEntry(volume(2), "locked");
        assertThat(swept.problems())
                .containsExactly("3 objects, such as " + volume(1)
                        + ", could not be deleted, and the next run tries again: locked");
        assertThat(condemned()).hasSize(3).allMatch(Condemned::deleting);
        swept = sweep();
        assertThat(swept.objects()).isEqualTo(3);
        assertThat(keys("data/")).isEmpty();
        assertThat(condemned()).isEmpty();
    }

    /** As if the process died at each call in turn: what is condemned later goes with what was left. */
    @Test
    void theNextSweepEndsWhatACrashLeft() throws IOException {
        for (int call = 1; call < 30; call++) {
            condemn(Duration.ZERO, 1, 4);
            faults.onEvery().from(call).failPermanently();
            boolean died = false;
            try {
                sweep();
            } catch (BackupException e) {
                died = true;
            }
            faults.heal();
            if (!died) {
                assertThat(keys("data/")).isEmpty();
                return;
            }
            for (Condemned each : condemned()) {
                assertThat(each.deleting()
                                || keys("data/").contains(each.object().value()))
                        .as("what can be taken back is there")
                        .isTrue();
            }
            assertThat(sweep().failures()).isEmpty();
            assertThat(keys("data/")).isEmpty();
            assertThat(condemned()).isEmpty();
        }
        throw new AssertionError("no sweep came to its end");
    }

    @Test
    void aSweepThatSleptLooksAgainBeforeItDeletes() throws Exception {
        condemn(Duration.ZERO, 1, 1_500);
        Gate gate = faults.onDelete().matching("data/").call(1).pause();
        CompletableFuture<Sweep.Swept> slow = CompletableFuture.supplyAsync(this::sweep, other);
        gate.awaitArrival();
        sweep();
        // Somebody stores an object under one of the names again.
        memory.put(volume(1_400), ObjectBody.of(new byte[] {2}), ObjectKind.VOLUME);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        gate.open();
        slow.join();
        assertThat(keys("data/")).containsExactly(volume(1_400).value());
    }

    @Test
    void recordsStayForAWeekAndAsLongAsARemovalCanBeUndone() throws IOException {
        condemn(Duration.ZERO, 1, 2);
        sweep();
        assertThat(keys("log/")).hasSize(4);
        now = START.plus(Duration.ofDays(6));
        long removal = condemn(Duration.ofDays(30), 2, 3).head().number();
        assertThat(sweep().records()).isZero();
        now = START.plus(Duration.ofDays(20));
        for (int damaged = 1; damaged <= 3; damaged++) {
            memory.put(Layout.record(damaged), ObjectBody.of(new byte[0]), ObjectKind.LOG);
        }
        assertThat(sweep().records()).isEqualTo(3);
        assertThat(keys("log/"))
                .containsExactly(
                        Layout.record(removal).value(),
                        Layout.record(removal - 1).value());
        now = START.plus(Duration.ofDays(40));
        Sweep.Swept last = sweep();
        assertThat(last.objects()).isEqualTo(1);
        assertThat(last.records()).isEqualTo(2);
        now = START.plus(Duration.ofDays(60));
        assertThat(sweep().records()).isEqualTo(1);
        assertThat(keys("log/")).as("the head alone").hasSize(1);
        assertThat(log().requireHead().condemned()).toIterable().isEmpty();
    }

    /** A machine without a clock of its own starts in the past, until it has asked for the time. */
    @Test
    void aRecordOfAWriterWhoseClockIsBehindStaysAsLongAsItIsNewToTheStore(@TempDir Path directory) {
        assertThat(recordsDeleted(directory, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), Clock.systemUTC()))
                .isZero();
    }

    /** Else a run at work could miss what it must follow, and take a free number for the next one. */
    @Test
    void aJanitorWhoseClockIsAheadLeavesTheRecordsThatAreNewToTheStore(@TempDir Path directory) {
        assertThat(recordsDeleted(directory, Clock.systemUTC(), Clock.offset(Clock.systemUTC(), Duration.ofDays(30))))
                .isZero();
    }

    /** By a sweep right after some records were written. */
    private long recordsDeleted(Path directory, Clock ofWriter, Clock ofJanitor) {
        ObjectStore store = new ObjectStore(DirectoryStorage.at(directory), ObjectCache.NONE);
        RepositoryLog writer = new RepositoryLog(store, ofWriter, new Random(7));
        CommittedState state = writer.create(WRITER);
        Commit commit =
                new Commit(WRITER, Change.condemn(), Optional.empty(), Commit.Needs.NONE, CommittedState::lists);
        for (int i = 0; i < 3; i++) {
            state = writer.commit(state, commit);
        }
        RepositoryLog log = new RepositoryLog(store, ofJanitor, new Random(8));
        return new Sweep(store, manifests(), log, ofJanitor, nanos::get, new Random(9))
                .run(state, Optional.empty())
                .records();
    }

    @Test
    void aStoreThatFailsIsSaid() throws IOException {
        condemn(Duration.ZERO, 1, 2);
        faults.onDelete().failPermanently();
        assertThatThrownBy(this::sweep).isInstanceOf(BackupException.class).hasMessageContaining("delete 1 objects");
    }
}
