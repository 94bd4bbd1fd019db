package dev.holdfast.core.log;

import static dev.holdfast.core.log.LogSamples.NOW;
import static dev.holdfast.core.log.LogSamples.WRITER;
import static dev.holdfast.core.log.LogSamples.add;
import static dev.holdfast.core.log.LogSamples.entry;
import static dev.holdfast.core.log.LogSamples.id;
import static dev.holdfast.core.log.LogSamples.log;
import static dev.holdfast.core.log.LogSamples.remove;
import static dev.holdfast.core.log.LogSamples.roster;
import static dev.holdfast.core.log.LogSamples.snapshots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.log.Commit.StaleNeedsException;
import dev.holdfast.core.retry.BackoffPolicy;
import dev.holdfast.core.retry.RetryingStorage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.testkit.storage.FaultyStorage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One commit: recorded, or not, or unknown; and what of others it follows. */
class CommitTest {

    private final MemoryStorage memory = MemoryStorage.create();
    private final FaultyStorage storage = FaultyStorage.over(memory);
    private final RepositoryLog log = log(storage, NOW, 1);

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

    /** As where a session ends while a put is repeated. */
    @Test
    void aRefusedRepetitionDoesNotHideWhatTheFirstTryRecorded() {
        CommittedState state = log.create(WRITER);
        storage.onPutIfAbsent().call(1).lostAnswer();
        storage.onPutIfAbsent().call(2).failPermanently();
        Storage retrying = RetryingStorage.of(storage, BackoffPolicy.DEFAULT, new Random(1), pause -> {}, () -> 0);
        CommittedState committed = log(retrying, NOW, 2).commit(state, add(1, false));
        assertThat(committed.head().number()).isEqualTo(2);
        assertThat(log.requireHead().head()).isEqualTo(committed.head());
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
    void aRemovalOfOthersIsFollowedAndOneOfTheParentIsNot() {
        CommittedState state = log.commit(log.commit(log.create(WRITER), add(1, false)), add(2, false));
        CommittedState removed = log.commit(state, remove(1, "data/" + WRITER + "/00000001"));
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
                .containsExactly("data/" + WRITER + "/00000001");

        log.commit(committed, remove(2, "data/" + WRITER + "/00000002"));
        assertThatThrownBy(
                        () -> log.commit(committed, Commit.add(entry(4, false), Optional.of(id(2)), Commit.Needs.NONE)))
                .isInstanceOf(ConcurrentWriterException.class)
                .hasMessageContaining(id(2).value());
    }

    @Test
    void whatOthersHaveRemovedIsLookedForInTheStateThatFollows() {
        CommittedState state = log.commit(log.create(WRITER), add(1, false));
        Commit commit = new Commit(WRITER, Change.condemn(), Optional.empty(), Commit.Needs.NONE, on -> {
            if (on.head().equals(state.head())) {
                throw new IntegrityException("missing");
            }
            return on.lists();
        });
        assertThatThrownBy(() -> log.commit(state, commit)).isInstanceOf(IntegrityException.class);
        log.commit(state, add(2, false));
        assertThat(snapshots(log.commit(state, commit))).containsExactly(id(1), id(2));
    }

    @Test
    void whatIsCondemnedComesBackIntoUseUnlessItIsBeingDeleted() {
        CommittedState state = log.commit(log.commit(log.create(WRITER), add(1, false)), add(2, false));
        String object = "data/" + WRITER + "/00000002";
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

    /**
     * As when it was taken for dead: then it must give up, whatever it needs so far, and also where a page that says
     * what it needs was deleted too.
     */
    @Test
    void ofWhatARunHasStoredItIsAlwaysKnownThatItIsBeingDeleted() {
        CommittedState state = log.create(WRITER);
        String own = "data/" + id(1) + "/00000001";
        log.commit(log.commit(state, sweep("data/" + WRITER + "/00000001")), sweep(own));
        CommittedState gone = log.commit(log.requireHead(), sweep(on -> ClearList.empty()));
        Commit.Needs nothingYet = Commit.Needs.of(key -> false);
        Commit.Needs unreadable = (on, condemned) -> {
            throw new IntegrityException("a page is missing");
        };
        for (Commit.Needs needs : List.of(nothingYet, unreadable)) {
            assertThatThrownBy(() -> log.commit(state, Commit.add(entry(1, true), Optional.empty(), needs)))
                    .isInstanceOfSatisfying(StaleNeedsException.class, e -> {
                        assertThat(e.state().head()).isEqualTo(gone.head());
                        assertThat(e.objects()).containsExactly(ObjectKey.of(own));
                    });
        }
    }

    /** The state that follows the deletion does not name them any more. */
    @Test
    void whoCannotKnowAnyMoreWhatWasDeletedRecordsNothing() throws IOException {
        CommittedState state = log.create(WRITER);
        TreeMap<String, Optional<Condemned>> many = new TreeMap<>();
        for (int i = 1; i <= 400; i++) {
            ObjectKey object = ObjectKey.of("data/%s/%08d".formatted(id(1), i));
            many.put(object.value(), Optional.of(new Condemned(object, 2, NOW, true)));
        }
        CommittedState deleting = log.commit(
                state, sweep(on -> on.condemnedEdit().apply(on.lists().condemned(), many)));
        assertThat(pages(deleting)).isNotEmpty();
        log.commit(deleting, sweep(on -> ClearList.empty()));
        for (String page : pages(deleting)) {
            memory.delete(List.of(Layout.page(page)));
        }
        Commit commit = Commit.add(entry(1, false), Optional.empty(), Commit.Needs.of(key -> true));
        assertThatThrownBy(() -> log.commit(state, commit)).isInstanceOf(ConcurrentWriterException.class);
        assertThat(snapshots(log.requireHead())).isEmpty();
    }

    /**
     * Pages are named by their content: one that comes back must not get the name of one that is about to be deleted.
     */
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
        state = log.commit(state, remove(1, "data/" + WRITER + "/00000001"));
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

    private static List<String> condemned(CommittedState state) {
        List<String> keys = new ArrayList<>();
        state.condemned().forEachRemaining(each -> keys.add(each.object().value()));
        return keys;
    }

    private static Commit sweep(String object) {
        return sweep(on ->
                on.condemnedEdit().put(on.lists().condemned(), new Condemned(ObjectKey.of(object), 1, NOW, true)));
    }

    private static Commit sweep(Function<CommittedState, ClearList<Condemned>> condemned) {
        return new Commit(
                WRITER,
                Change.sweep(),
                Optional.empty(),
                Commit.Needs.NONE,
                on -> on.lists().withCondemned(condemned.apply(on)));
    }
}
