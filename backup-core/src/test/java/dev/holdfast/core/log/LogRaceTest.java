package dev.holdfast.core.log;

import static dev.holdfast.core.log.LogSamples.NOW;
import static dev.holdfast.core.log.LogSamples.WRITER;
import static dev.holdfast.core.log.LogSamples.add;
import static dev.holdfast.core.log.LogSamples.entry;
import static dev.holdfast.core.log.LogSamples.id;
import static dev.holdfast.core.log.LogSamples.log;
import static dev.holdfast.core.log.LogSamples.snapshots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.log.Commit.StaleNeedsException;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writers and readers that meet, with conditional writes and without. */
class LogRaceTest {

    private final MemoryStorage memory = MemoryStorage.create();
    private final FaultyStorage storage = FaultyStorage.over(memory);
    private final RepositoryLog log = log(storage, NOW, 1);
    private final ExecutorService other = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void oneOfTwoWritersThatRaceRecordsNothing() {
        CommittedState state = log.create(WRITER);
        RepositoryLog second = log(storage, NOW, 2);
        CommittedState winner = second.commit(state, add(2, false));
        assertThatThrownBy(() -> log.commit(state, add(1, false)))
                .isInstanceOf(ConcurrentWriterException.class)
                .hasMessageContaining(id(2).value());
        assertThat(log.requireHead().head()).isEqualTo(winner.head());
    }

    @Test
    void aPausedWriterThatWasOvertakenRecordsNothing() throws Exception {
        CommittedState state = log.create(WRITER);
        Gate gate = storage.onPutIfAbsent().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> paused =
                CompletableFuture.supplyAsync(() -> log.commit(state, add(1, false)), other);
        gate.awaitArrival();
        log(memory, NOW, 2).commit(state, add(2, true));
        gate.open();
        assertThatThrownBy(paused::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConcurrentWriterException.class);
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
        assertThatThrownBy(() -> later.commit(old, add(9, false))).isInstanceOf(ConcurrentWriterException.class);
        assertThat(later.requireHead().head()).isEqualTo(state.head());
        assertThat(memory.stat(Layout.record(2))).as("the refused record").isEmpty();
    }

    /** A run of many hours knows an old state, and another may record something before it looks. */
    @Test
    void aRecordThatIsFollowedBeforeItsWriterLooksIsInForce() throws Exception {
        CommittedState old = log.create(WRITER);
        RepositoryLog later = log(storage, NOW.plus(Duration.ofDays(1)), 2);
        Gate look = storage.onList().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> run =
                CompletableFuture.supplyAsync(() -> later.commit(old, add(1, false)), other);
        look.awaitArrival();
        RepositoryLog next = log(memory, NOW.plus(Duration.ofDays(1)), 3);
        next.commit(next.requireHead(), add(2, false));
        look.open();
        assertThat(run.join().head().number()).isEqualTo(2);
        assertThat(snapshots(next.requireHead())).containsExactly(id(1), id(2));
        assertThat(memory.stat(Layout.record(2))).isPresent();
    }

    @Test
    void aReaderThatSleptUntilOldRecordsWereDeletedSeesTheNewestState() throws IOException {
        CommittedState old = log.create(WRITER);
        CommittedState state = log.commit(log.commit(old, add(2, false)), add(3, false));
        memory.delete(List.of(Layout.record(1), Layout.record(2)));
        RepositoryLog later = log(memory, NOW.plus(Duration.ofDays(8)), 2);
        assertThat(later.newest(old).head()).isEqualTo(state.head());
    }

    /** Old records are deleted in any order, so that one may be left that follows what the writer knows. */
    @Test
    void aWriterThatSleptIsNotMisledByAnOldRecordThatIsLeft() throws IOException {
        CommittedState old = log.create(WRITER);
        CommittedState state = log.commit(
                old, new Commit(WRITER, Change.condemn(), Optional.empty(), Commit.Needs.NONE, CommittedState::lists));
        for (int i = 3; i <= 5; i++) {
            state = log.commit(state, add(i, false));
        }
        memory.delete(List.of(Layout.record(3), Layout.record(4)));
        RepositoryLog later = log(memory, NOW.plus(Duration.ofDays(8)), 2);
        assertThatThrownBy(() -> later.commit(old, add(9, false))).isInstanceOf(ConcurrentWriterException.class);
        assertThat(later.requireHead().head()).isEqualTo(state.head());
    }

    /** Nor does it learn that it is late only once: what it read on the way may be as old. */
    @Test
    void aWriterThatSleptAndWritesAgainAfterASweepIsNotMisledEither() throws IOException {
        CommittedState old = log.create(WRITER);
        CommittedState state = log.commit(
                old, new Commit(WRITER, Change.sweep(), Optional.empty(), Commit.Needs.NONE, CommittedState::lists));
        for (int i = 3; i <= 5; i++) {
            state = log.commit(state, add(i, false));
        }
        memory.delete(List.of(Layout.record(3), Layout.record(4)));
        RepositoryLog later = log(memory, NOW.plus(Duration.ofDays(8)), 2);
        Commit commit = Commit.add(entry(9, false), Optional.empty(), Commit.Needs.of(key -> false));
        StaleNeedsException swept = catchThrowableOfType(StaleNeedsException.class, () -> later.commit(old, commit));
        assertThat(swept.state().head().number()).isEqualTo(2);
        assertThatThrownBy(() -> later.commit(swept.state(), commit)).isInstanceOf(ConcurrentWriterException.class);
        assertThat(later.requireHead().head()).isEqualTo(state.head());
    }

    /** After a quiet week the head is old enough to be deleted as soon as another record follows it. */
    @Test
    void aHeadThatIsDeletedBetweenListingAndReadingIsNoDamage() throws Exception {
        CommittedState old = log.create(WRITER);
        Gate gate = storage.onOpen().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> reader = CompletableFuture.supplyAsync(log::requireHead, other);
        gate.awaitArrival();
        CommittedState next = log(memory, NOW.plus(Duration.ofDays(8)), 2).commit(old, add(2, false));
        memory.delete(List.of(Layout.record(1)));
        gate.open();
        assertThat(reader.join().head()).isEqualTo(next.head());
    }

    @Test
    void aStoreWithoutConditionsKeepsWritersApartThatDoNotMeet() {
        Storage plain = new PlainStorage(memory);
        RepositoryLog one = log(plain, NOW, 3);
        RepositoryLog two = log(plain, NOW, 4);
        CommittedState state = one.create(WRITER);
        assertThatThrownBy(() -> two.create(WRITER)).isInstanceOf(ConfigurationException.class);
        CommittedState next = one.commit(state, add(1, false));
        assertThatThrownBy(() -> two.commit(state, add(2, false))).isInstanceOf(ConcurrentWriterException.class);
        assertThat(two.commit(next, add(3, false)).head().number()).isEqualTo(3);
        assertThat(snapshots(one.requireHead())).containsExactly(id(1), id(3));
    }

    @Test
    void whoReplacesARecordThatOthersHaveFollowedOnAStoreWithoutConditionsLearnsIt() throws Exception {
        CommittedState state = log.create(WRITER);
        Gate gate = storage.onPut().matching("log/").call(1).pause();
        CompletableFuture<CommittedState> slow = CompletableFuture.supplyAsync(
                () -> log(new PlainStorage(storage), NOW, 3).commit(state, add(1, false)), other);
        gate.awaitArrival();
        RepositoryLog quick = log(new PlainStorage(memory), NOW, 4);
        quick.commit(quick.commit(state, add(2, false)), add(3, false));
        gate.open();
        assertThatThrownBy(slow::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConcurrentWriterException.class);
        assertThat(snapshots(quick.requireHead())).containsExactly(id(2), id(3));
    }
}
