package dev.holdfast.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.LeaseHeldException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Tampering;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepositoryLogTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:15:00Z");
    private static final String WRITER = "20261123T081500Z-0123456789ab";

    private final MemoryStorage memory = MemoryStorage.create();
    private final FaultyStorage storage = FaultyStorage.over(memory);
    private final RepositoryLog log = log(storage, NOW, 1);

    private static RepositoryLog log(Storage storage, Instant now, int seed) {
        return new RepositoryLog(
                new ObjectStore(storage, ObjectCache.NONE), Clock.fixed(now, ZoneOffset.UTC), new Random(seed));
    }

    @Test
    void snapshotsStandInTheRosterOfTheHead() {
        assertThat(log.head()).isEmpty();
        assertThatThrownBy(log::requireHead).isInstanceOf(NotFoundException.class);
        CommittedState state = log.create(WRITER);
        state = log.commit(state, add(1, false));
        state = log.commit(state, add(2, true));
        assertThat(state.partial()).map(RosterEntry::snapshot).contains(id(2));
        assertThat(state.newest()).map(RosterEntry::snapshot).contains(id(1));
        state = log.commit(state, add(3, true));
        assertThat(snapshots(state)).containsExactly(id(1), id(3));
        state = log.commit(state, add(4, false));
        CommittedState head = log.requireHead();
        assertThat(head.head())
                .isEqualTo(state.head())
                .isEqualTo(new Head(5, state.head().sha256()));
        assertThat(head.record()).isEqualTo(state.record());
        assertThat(snapshots(head)).containsExactly(id(1), id(4));
        assertThat(head.snapshot(id(4))).contains(entry(4, false));
        assertThat(head.repository()).isEqualTo(log.requireHead().repository()).hasSize(32);
    }

    @Test
    void openingAndCommittingTakesFewRequestsWhateverTheNumberOfSnapshots() {
        CommittedState state = log.create(WRITER);
        TreeMap<String, Optional<RosterEntry>> changes = new TreeMap<>();
        for (int i = 1; i <= 10_000; i++) {
            changes.put(id(i).value(), Optional.of(entry(i, false)));
        }
        log.commit(
                state,
                new Commit(
                        WRITER,
                        Change.snapshot(id(1)),
                        Optional.empty(),
                        Commit.Needs.NONE,
                        on -> on.lists()
                                .withSnapshots(
                                        on.snapshotEdit().apply(on.lists().snapshots(), changes))));
        CountingStorage counting = CountingStorage.over(memory);
        RepositoryLog fresh = log(counting, NOW, 2);
        CommittedState head = fresh.requireHead();
        assertThat(counting.requests()).hasSize(2);
        assertThat(head.newest()).map(RosterEntry::snapshot).contains(id(10_000));
        fresh.commit(head, Commit.add(entry(10_001, false), Optional.of(id(10_000)), Commit.Needs.NONE));
        assertThat(counting.requests().size()).isLessThanOrEqualTo(7);
        assertThat(fresh.requireHead().lists().snapshots().count()).isEqualTo(10_001);
    }

    @Test
    void aLostAnswerIsResolvedByTheToken() {
        CommittedState state = log.create(WRITER);
        storage.onPutIfAbsent().matching("log/").call(1).lostAnswer();
        CommittedState committed = log.commit(state, add(1, false));
        assertThat(committed.head().number()).isEqualTo(2);
        assertThat(log.requireHead().head()).isEqualTo(committed.head());
    }

    @Test
    void aFailedPutRecordsNothing() {
        CommittedState state = log.create(WRITER);
        storage.onPutIfAbsent().matching("log/").call(1).fail();
        assertThatThrownBy(() -> log.commit(state, add(1, false))).isInstanceOf(StorageException.class);
        storage.heal();
        storage.onPutIfAbsent().matching("log/").call(1).failPermanently();
        assertThatThrownBy(() -> log.commit(state, add(1, false))).isInstanceOf(StorageException.class);
        assertThat(log.requireHead().head()).isEqualTo(state.head());
    }

    @Test
    void whenTheStoreFallsSilentTheStateIsUnknown() {
        CommittedState state = log.create(WRITER);
        storage.onPutIfAbsent().matching("log/").lostAnswer();
        storage.onOpen().matching("log/").fail();
        assertThatThrownBy(() -> log.commit(state, add(1, false)))
                .isInstanceOf(CommitStateUnknownException.class)
                .hasMessageContaining("log/999999999997");
        storage.heal();
        assertThat(log.requireHead().head().number()).isEqualTo(2);
    }

    @Test
    void anInterruptDuringThePutDoesNotHideWhatWasRecorded() {
        CommittedState state = log.create(WRITER);
        storage.onPutIfAbsent().matching("log/").call(1).lostAnswer();
        Thread.currentThread().interrupt();
        CommittedState committed = log.commit(state, add(1, false));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(committed.head().number()).isEqualTo(2);
        storage.onPutIfAbsent().call(1).failWith(() -> new InterruptedIOException("interrupted"));
        assertThatThrownBy(() -> log.commit(committed, add(2, false))).isInstanceOf(CancelledException.class);
    }

    @Test
    void oneOfTwoWritersThatRaceRecordsNothing() {
        CommittedState state = log.create(WRITER);
        RepositoryLog other = log(storage, NOW, 2);
        CommittedState winner = other.commit(state, add(2, false));
        assertThatThrownBy(() -> log.commit(state, add(1, false)))
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContaining(id(2).value());
        assertThat(log.requireHead().head()).isEqualTo(winner.head());
    }

    @Test
    void aPausedWriterThatWasOvertakenRecordsNothing() throws Exception {
        CommittedState state = log.create(WRITER);
        Gate gate = storage.onPutIfAbsent().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> paused =
                CompletableFuture.supplyAsync(() -> log.commit(state, add(1, false)));
        gate.awaitArrival();
        log(memory, NOW, 2).commit(state, add(2, true));
        gate.open();
        assertThatThrownBy(paused::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LeaseHeldException.class);
        assertThat(snapshots(log.requireHead())).containsExactly(id(2));
    }

    @Test
    void aWriterThatSleptUntilOldRecordsWereDeletedRecordsNothing() throws IOException {
        CommittedState old = log.create(WRITER);
        CommittedState state = old;
        for (int i = 2; i <= 5; i++) {
            state = log.commit(state, add(i, false));
        }
        memory.delete(List.of(Layout.record(1), Layout.record(2), Layout.record(3)));
        RepositoryLog later = log(memory, NOW.plus(Duration.ofDays(8)), 2);
        assertThatThrownBy(() -> later.commit(old, add(9, false))).isInstanceOf(LeaseHeldException.class);
        assertThat(later.requireHead().head()).isEqualTo(state.head());
    }

    @Test
    void aDamagedHeadSaysHowTheOneBeforeItIsReached() throws IOException {
        CommittedState before = log.commit(log.create(WRITER), add(1, false));
        ObjectKey head = Layout.record(log.commit(before, add(2, false)).head().number());
        Tampering.with(memory).truncate(head, 100);
        assertThatThrownBy(log::requireHead)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContainingAll(head.value(), "another copy", "delete it");
        memory.delete(List.of(head));
        assertThat(log.requireHead().head()).isEqualTo(before.head());
    }

    /** After a quiet week the head is old enough to be deleted as soon as another record follows it. */
    @Test
    void aHeadThatIsDeletedBetweenListingAndReadingIsNoDamage() throws Exception {
        CommittedState old = log.create(WRITER);
        Gate gate = storage.onOpen().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> reader = CompletableFuture.supplyAsync(log::requireHead);
        gate.awaitArrival();
        CommittedState next = log(memory, NOW.plus(Duration.ofDays(8)), 2).commit(old, add(2, false));
        memory.delete(List.of(Layout.record(1)));
        gate.open();
        assertThat(reader.join().head()).isEqualTo(next.head());
    }

    @Test
    void aRemovalOfOthersIsFollowedAndOneOfTheParentIsNot() {
        CommittedState state = log.commit(log.commit(log.create(WRITER), add(1, false)), add(2, false));
        CommittedState removed = log.commit(state, remove(1, "data/" + WRITER + "/00001"));
        CommittedState committed = log.commit(
                state,
                Commit.add(
                        entry(3, false),
                        Optional.of(id(2)),
                        Commit.Needs.of(key -> key.value().endsWith("2"))));
        assertThat(snapshots(committed)).containsExactly(id(2), id(3));
        assertThat(committed.head().number()).isEqualTo(removed.head().number() + 1);
        assertThat(committed.condemned())
                .toIterable()
                .extracting(c -> c.object().value())
                .containsExactly("data/" + WRITER + "/00001");

        log.commit(committed, remove(2, "data/" + WRITER + "/00002"));
        assertThatThrownBy(
                        () -> log.commit(committed, Commit.add(entry(4, false), Optional.of(id(2)), Commit.Needs.NONE)))
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContaining(id(2).value());
    }

    @Test
    void whatIsCondemnedComesBackIntoUseUnlessItIsBeingDeleted() {
        CommittedState state = log.commit(log.commit(log.create(WRITER), add(1, false)), add(2, false));
        String object = "data/" + WRITER + "/00002";
        Commit.Needs needs = Commit.Needs.of(key -> key.value().equals(object));
        CommittedState removed = log.commit(state, remove(1, object));
        CommittedState spared = log.commit(state, Commit.add(entry(3, false), Optional.of(id(2)), needs));
        assertThat(spared.head().number()).isEqualTo(removed.head().number() + 1);
        assertThat(spared.condemned()).toIterable().isEmpty();

        CommittedState again = log.commit(spared, remove(2, object));
        CommittedState doomed = log.commit(again, sweep(object));
        assertThatThrownBy(() -> log.commit(again, Commit.add(entry(4, false), Optional.of(id(3)), needs)))
                .isInstanceOfSatisfying(
                        StaleNeedsException.class,
                        e -> assertThat(e.state().head()).isEqualTo(doomed.head()));
        assertThatThrownBy(() -> log.commit(doomed, Commit.add(entry(4, false), Optional.of(id(3)), needs)))
                .isInstanceOfSatisfying(
                        StaleNeedsException.class, e -> assertThat(e.objects()).containsExactly(ObjectKey.of(object)));
        // Who needs nothing of it is not hindered, but must know of the sweep.
        Commit other = Commit.add(entry(4, false), Optional.of(id(3)), Commit.Needs.of(key -> false));
        assertThatThrownBy(() -> log.commit(again, other))
                .isInstanceOfSatisfying(
                        StaleNeedsException.class, e -> assertThat(e.objects()).isEmpty());
        assertThat(snapshots(log.commit(doomed, other))).containsExactly(id(3), id(4));
    }

    /** Pages are named by their content: one that comes back must not get the name of one that is about to be deleted. */
    @Test
    void noPageGetsTheNameOfOneThatIsCondemned() {
        CommittedState state = log.create(WRITER);
        TreeMap<String, Optional<RosterEntry>> many = new TreeMap<>();
        for (int i = 1; i <= 400; i++) {
            many.put(id(i).value(), Optional.of(entry(i, false)));
        }
        state = log.commit(state, roster(many));
        assertThat(pages(state)).isNotEmpty();
        CommittedState before = state;
        state = log.commit(state, remove(1, "data/" + WRITER + "/00001"));
        List<String> condemned = condemned(state);
        assertThat(condemned).hasSizeGreaterThan(1).anyMatch(key -> key.startsWith("pages/"));
        // The roster becomes what it was.
        state = log.commit(state, roster(new TreeMap<>(Map.of(id(1).value(), Optional.of(entry(1, false))))));
        assertThat(snapshots(state)).isEqualTo(snapshots(before)).hasSize(400);
        List<String> dying = condemned(state);
        assertThat(dying).containsAll(condemned);
        assertThat(pages(state))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(dying).doesNotContain("pages/" + page));
    }

    private static Set<String> pages(CommittedState state) {
        Set<String> names =
                state.pageNames(state.lists().snapshots(), state.lists().moves());
        names.addAll(state.condemnedPages(state.lists().condemned()));
        return names;
    }

    private static Commit roster(TreeMap<String, Optional<RosterEntry>> changes) {
        return new Commit(
                WRITER,
                Change.snapshot(id(1)),
                Optional.empty(),
                Commit.Needs.NONE,
                on -> on.lists()
                        .withSnapshots(on.snapshotEdit().apply(on.lists().snapshots(), changes)));
    }

    private static List<String> condemned(CommittedState state) {
        List<String> keys = new ArrayList<>();
        state.condemned().forEachRemaining(each -> keys.add(each.object().value()));
        return keys;
    }

    private static Commit sweep(String object) {
        return new Commit(
                WRITER,
                Change.sweep(),
                Optional.empty(),
                Commit.Needs.NONE,
                on -> on.lists()
                        .withCondemned(on.condemnedEdit()
                                .put(on.lists().condemned(), new Condemned(ObjectKey.of(object), 1, NOW, true))));
    }

    @Test
    void aLogThatWasCutOffOrRewrittenIsNoticed() throws IOException {
        CommittedState first = log.commit(log.create(WRITER), add(1, false));
        CommittedState second = log.commit(first, add(2, false));
        CommittedState third = log.commit(second, add(3, false));
        assertThat(log.verify(third, third.head())).isTrue();
        assertThat(log.verify(third, first.head())).isTrue();
        assertThatThrownBy(() -> log.verify(second, third.head()))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("cut off");
        Head forged = new Head(2, "00".repeat(32));
        assertThatThrownBy(() -> log.verify(third, forged))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("rewritten");
        memory.delete(List.of(Layout.record(1), Layout.record(2)));
        assertThat(log.verify(third, new Head(1, "ab".repeat(32)))).isFalse();
        memory.delete(List.of(Layout.record(4)));
        CommittedState other = log.commit(second, add(7, false));
        assertThatThrownBy(() -> log.verify(other, third.head())).isInstanceOf(IntegrityException.class);
    }

    @Test
    void aDamagedRecordBehindTheHeadIsAsGoodAsADeletedOne() throws IOException {
        CommittedState first = log.commit(log.create(WRITER), add(1, false));
        CommittedState third = log.commit(log.commit(first, add(2, false)), add(3, false));
        Tampering.with(memory).truncate(Layout.record(3), 100);
        assertThat(log.verify(third, first.head())).isFalse();
        Tampering.with(memory).truncate(Layout.record(2), 100);
        assertThat(log.verify(third, first.head())).isFalse();
    }

    @Test
    void aReplacedRecordInTheChainIsNoticed() throws IOException {
        CommittedState first = log.commit(log.create(WRITER), add(1, false));
        CommittedState third = log.commit(log.commit(first, add(2, false)), add(3, false));
        Tampering tampering = Tampering.with(memory);
        String middle = new String(tampering.bytes(Layout.record(3)), StandardCharsets.UTF_8);
        tampering.overwrite(
                Layout.record(3),
                middle.replace("signed", "zigned")
                        .replace("full", "full ")
                        .replace("full ", "incremental")
                        .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> log.verify(third, first.head())).isInstanceOf(IntegrityException.class);
    }

    @Test
    void foreignKeysBesideTheRecordsAreIgnored() throws IOException {
        Tampering tampering = Tampering.with(memory);
        for (String foreign :
                List.of("log/0", "log/README", "log/000000000000x", "log/00000000000a", "log/000000000000/x")) {
            tampering.overwrite(ObjectKey.of(foreign), new byte[] {1});
        }
        assertThat(log.head()).isEmpty();
        CommittedState state = log.create(WRITER);
        assertThat(log.requireHead().head()).isEqualTo(state.head());
    }

    @Test
    void foreignNewerAndCorruptRecordsAreThreeErrors() throws IOException {
        log.create(WRITER);
        ObjectKey key = Layout.record(1);
        Tampering tampering = Tampering.with(memory);
        String good = new String(tampering.bytes(key), StandardCharsets.UTF_8);
        overwrite(key, good.replace("\"version\":1", "\"version\":9"));
        assertThatThrownBy(log::head).isInstanceOf(FormatException.class).hasMessageContaining("record 1");
        overwrite(key, "hello");
        assertThatThrownBy(log::head).isInstanceOf(ConfigurationException.class).hasMessageContaining("record 1");
        overwrite(key, good.substring(0, good.length() - 20));
        assertThatThrownBy(log::head).isInstanceOf(IntegrityException.class).hasMessageContaining("record 1");
        overwrite(key, good.replace("\"number\":1", "\"number\":2,\"previous\":\"" + "ab".repeat(32) + "\""));
        assertThatThrownBy(log::head).isInstanceOf(IntegrityException.class).hasMessageContaining("record 2");
        overwrite(key, good.replace("\"moves\":", "\"x\":"));
        assertThatThrownBy(log::head).isInstanceOf(IntegrityException.class).hasMessageContaining("moves");
    }

    private void overwrite(ObjectKey key, String text) throws IOException {
        Tampering.with(memory).overwrite(key, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRepositoryIsCreatedOnce() {
        log.create(WRITER);
        assertThatThrownBy(() -> log(storage, NOW, 2).create(WRITER)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aStoreWithoutConditionsKeepsWritersApartThatDoNotMeet() {
        Storage plain = new PlainStorage(memory);
        RepositoryLog one = log(plain, NOW, 3);
        RepositoryLog two = log(plain, NOW, 4);
        CommittedState state = one.create(WRITER);
        assertThatThrownBy(() -> two.create(WRITER)).isInstanceOf(ConfigurationException.class);
        CommittedState next = one.commit(state, add(1, false));
        assertThatThrownBy(() -> two.commit(state, add(2, false))).isInstanceOf(LeaseHeldException.class);
        assertThat(two.commit(next, add(3, false)).head().number()).isEqualTo(3);
        assertThat(snapshots(one.requireHead())).containsExactly(id(1), id(3));
    }

    @Test
    void whoReplacesARecordThatOthersHaveFollowedOnAStoreWithoutConditionsLearnsIt() throws Exception {
        CommittedState state = log.create(WRITER);
        Gate gate = storage.onPut().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> slow = CompletableFuture.supplyAsync(
                () -> log(new PlainStorage(storage), NOW, 3).commit(state, add(1, false)));
        gate.awaitArrival();
        RepositoryLog quick = log(new PlainStorage(memory), NOW, 4);
        quick.commit(quick.commit(state, add(2, false)), add(3, false));
        gate.open();
        assertThatThrownBy(slow::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LeaseHeldException.class);
        assertThat(snapshots(quick.requireHead())).containsExactly(id(2), id(3));
    }

    private static List<SnapshotId> snapshots(CommittedState state) {
        List<SnapshotId> ids = new ArrayList<>();
        state.snapshots().forEachRemaining(entry -> ids.add(entry.snapshot()));
        return ids;
    }

    private static Commit add(int number, boolean partial) {
        return Commit.add(entry(number, partial), Optional.empty(), Commit.Needs.NONE);
    }

    private static Commit remove(int number, String condemned) {
        return new Commit(
                WRITER,
                Change.remove(List.of(id(number))),
                Optional.empty(),
                Commit.Needs.NONE,
                on -> on.lists()
                        .withSnapshots(on.snapshotEdit()
                                .remove(on.lists().snapshots(), id(number).value()))
                        .withCondemned(on.condemnedEdit()
                                .put(
                                        on.lists().condemned(),
                                        new Condemned(
                                                ObjectKey.of(condemned),
                                                on.head().number() + 1,
                                                NOW,
                                                false))));
    }

    private static SnapshotId id(int number) {
        return SnapshotId.of(String.format("20261123T%06dZ-0123456789ab", number));
    }

    private static RosterEntry entry(int number, boolean partial) {
        SnapshotId id = id(number);
        return new RosterEntry(
                id,
                Layout.manifest(id.value(), 1),
                "ab".repeat(32),
                1000,
                id,
                SnapshotKind.FULL,
                NOW.plusSeconds(number),
                partial,
                true);
    }

    /** A storage without conditional writes. */
    private record PlainStorage(Storage storage) implements Storage {
        @Override
        public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
            return storage.put(key, body, kind);
        }

        @Override
        public InputStream open(ObjectKey key, ByteRange range) throws IOException {
            return storage.open(key, range);
        }

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            return storage.stat(key);
        }

        @Override
        public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
            return storage.list(prefix, startAfter);
        }

        @Override
        public void delete(Collection<ObjectKey> keys) throws IOException {
            storage.delete(keys);
        }

        @Override
        public String describe() {
            return storage.describe();
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }
}
