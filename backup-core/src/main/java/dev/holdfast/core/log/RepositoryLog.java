package dev.holdfast.core.log;

import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.Commit.StaleNeedsException;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.store.StoredPages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Reads the head of a repository and appends records. Of writers that compete one wins; the others read what it wrote
 * and either try the next number or give up. Thread-safe.
 */
public final class RepositoryLog {

    private static final int MAX_TRIES = 100;
    private static final int MAX_STEPS = 4;
    private static final long MAX_WALK = 1_000;
    private static final Duration FRESH = Duration.ofHours(1);

    private final ObjectStore store;
    private final RecordStore records;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random cryptographic */
    public RepositoryLog(ObjectStore store, Clock clock, RandomGenerator random) {
        this.store = store;
        this.records = new RecordStore(store, clock);
        this.clock = clock;
        this.random = random;
    }

    /** The newest state; nothing where there is no repository. One listing and one read. */
    public Optional<CommittedState> head() {
        Optional<Long> newest = records.newestNumber();
        Optional<CommittedState> head;
        try {
            head = newest.flatMap(records::readIfPresent);
        } catch (IntegrityException e) {
            throw new IntegrityException(
                    e.getMessage()
                            + "; bring that object back from another copy of the repository or, if there is none,"
                            + " delete it: then the record before it counts, and only what this one recorded is lost",
                    e);
        }
        // A head that is deleted in between has a newer one before it.
        return newest.isPresent() && head.isEmpty() ? records.newestNumber().map(records::read) : head;
    }

    /** @throws NotFoundException if there is no repository */
    public CommittedState requireHead() {
        return head().orElseThrow(() -> new NotFoundException("there is no repository in " + store.describe()
                + ": no object below " + Layout.LOG + "; check the URL, or create one"));
    }

    /**
     * The newest state, from one that is known: one read where nothing came after it. Where it is not known since
     * lately, or much came after it, the log is listed.
     */
    public CommittedState newest(CommittedState known) {
        CommittedState at =
                new CommittedState(known.record(), known.head().sha256(), new StoredPages(store), known.seen());
        for (int i = 0; i < MAX_STEPS && isFresh(known); i++) {
            Optional<CommittedState> next = records.readIfPresent(at.head().number() + 1);
            if (next.isEmpty()) {
                return at;
            }
            checkFollows(next.get(), at);
            at = next.get();
        }
        return requireHead();
    }

    /** Records that came after a state seen lately cannot be deleted yet. */
    private boolean isFresh(CommittedState state) {
        return Duration.between(state.seen(), clock.instant()).abs().compareTo(FRESH) <= 0;
    }

    /** The state after a record; nothing where it is deleted, or not yet written. */
    public Optional<CommittedState> at(long number) {
        return number < 1 ? Optional.empty() : records.readIfPresent(number);
    }

    /** As {@link #at}; nothing for a damaged record as well. Behind the head, that is no worse than a deleted one. */
    public Optional<CommittedState> atIfSound(long number) {
        return number < 1 ? Optional.empty() : records.readIfSound(number);
    }

    /** As {@link #atIfSound}; nothing either where the record after it names another one. */
    public Optional<CommittedState> atIfFollowed(long number) {
        Optional<CommittedState> state = atIfSound(number);
        Optional<CommittedState> next = state.isEmpty() ? state : atIfSound(number + 1);
        if (next.isEmpty() || follows(next.get(), state.get())) {
            return state;
        }
        // One of the two is damaged.
        boolean isNext = atIfSound(number + 2)
                .filter(after -> !follows(after, next.get()))
                .isPresent();
        return isNext ? state : Optional.empty();
    }

    /** The state before a record; nothing where that is deleted, or damaged. */
    public Optional<CommittedState> beforeIfSound(CommittedState state) {
        return atIfSound(state.head().number() - 1).filter(before -> follows(state, before));
    }

    /**
     * Checks that the log still goes on from a head that was seen before.
     *
     * @param ifMeant what to do where an older copy is put there on purpose, for the message
     * @return whether every record since was seen; false where some are deleted already, or damaged
     * @throws IntegrityException if the log was cut off or rewritten
     */
    public boolean verify(CommittedState state, Head remembered, String ifMeant) {
        if (state.head().number() < remembered.number()) {
            throw new IntegrityException("the log of " + store.describe() + " was cut off: expected " + remembered
                    + " or a newer one, found " + state.head()
                    + " as the newest; somebody has taken records away, or this is an older copy; if that copy was put"
                    + " there on purpose, " + ifMeant);
        }
        CommittedState at = state;
        boolean whole = state.head().number() - remembered.number() <= MAX_WALK;
        while (whole && at.head().number() > remembered.number()) {
            Optional<CommittedState> before = records.readIfSound(at.head().number() - 1);
            if (before.isEmpty()) {
                whole = false;
            } else if (follows(at, before.get())) {
                at = before.get();
            } else {
                throw replaced(before.get(), at);
            }
        }
        if (!whole) {
            Optional<CommittedState> seen = records.readIfSound(remembered.number());
            if (seen.isEmpty()) {
                return false;
            }
            at = seen.get();
        }
        if (!at.head().equals(remembered)) {
            throw new IntegrityException("the log of " + store.describe() + " was rewritten: expected " + remembered
                    + ", found " + at.head() + "; somebody has replaced records");
        }
        return whole;
    }

    private IntegrityException replaced(CommittedState before, CommittedState at) {
        return new IntegrityException(
                records.what(before.head().number()) + " was damaged or replaced: the hash that record "
                        + at.head().number() + " says of it is " + at.record().previous() + ", found "
                        + before.head().sha256()
                        + "; bring that object back from another copy of the repository or, if nobody has replaced it,"
                        + " delete it: then only what record " + at.head().number() + " did cannot be undone",
                null);
    }

    private void checkFollows(CommittedState state, CommittedState before) {
        if (!follows(state, before)) {
            throw new IntegrityException(records.what(state.head().number()) + " does not follow record "
                    + before.head().number() + ": expected its hash "
                    + state.record().previous() + ", found " + before.head().sha256());
        }
    }

    private static boolean follows(CommittedState state, CommittedState before) {
        return before.head().sha256().equals(state.record().previous())
                && before.repository().equals(state.repository());
    }

    /**
     * Begins a repository.
     *
     * @throws ConfigurationException if there is one already
     */
    public CommittedState create(String writer) {
        LogRecord first = new LogRecord(
                randomHex(), 1, null, clock.instant(), writer, randomHex(), Change.create(), StateLists.EMPTY);
        Optional<CommittedState> created = records.append(first);
        if (created.isEmpty() || !created.get().record().token().equals(first.token())) {
            throw new ConfigurationException(
                    "there is a repository in " + store.describe() + " already; open it instead");
        }
        return created.get();
    }

    /**
     * Appends a record.
     *
     * @param known the state that the writer knows; the record follows it or a newer one
     * @return the state that is in force then
     * @throws ConcurrentWriterException if another writer was faster and this one must not go on; nothing was recorded
     * @throws StaleNeedsException if objects that the change needs are being deleted, or may have been deleted since
     *     {@code known}; nothing was recorded
     * @throws CommitStateUnknownException if the store did not answer whether the record is there
     */
    public CommittedState commit(CommittedState known, Commit commit) {
        CommittedState on = known;
        for (int i = 0; i < MAX_TRIES; i++) {
            checkParent(on, commit);
            Instant now = clock.instant();
            StateLists lists;
            try {
                lists = Sparing.lists(on, commit, now);
            } catch (IntegrityException e) {
                // Others may have removed meanwhile what was looked for.
                CommittedState next =
                        records.readIfPresent(on.head().number() + 1).orElseThrow(() -> e);
                on = newer(on, next, commit);
                continue;
            }
            LogRecord record = new LogRecord(
                    on.repository(),
                    on.head().number() + 1,
                    on.head().sha256(),
                    now,
                    commit.writer(),
                    randomHex(),
                    commit.change(),
                    lists);
            Optional<CommittedState> found = records.append(record);
            CommittedState next = found.orElseThrow(() -> overtaken(commit));
            if (next.record().token().equals(record.token())) {
                checkInForce(known, next, commit);
                return next;
            }
            on = newer(on, next, commit);
        }
        throw new ConcurrentWriterException("others have recorded changes in " + store.describe() + " " + MAX_TRIES
                + " times while this one was tried; nothing was recorded, try again");
    }

    /**
     * For who misses a page: says if a sweep may have deleted it.
     *
     * @param known the state on which the page was taken for stored
     * @throws StaleNeedsException if a sweep has been recorded since, so that pages must be stored again
     * @throws ConcurrentWriterException if another writer was faster
     */
    public void requireUnswept(CommittedState known, Commit commit) {
        records.readIfPresent(known.head().number() + 1).ifPresent(next -> newer(known, next, commit));
    }

    private void checkParent(CommittedState on, Commit commit) {
        commit.parent().ifPresent(parent -> {
            if (on.snapshot(parent).isEmpty()) {
                throw new ConcurrentWriterException(
                        "the snapshot " + parent + " that this one builds on was removed from " + store.describe()
                                + " meanwhile; nothing was recorded, run again");
            }
        });
    }

    /**
     * Old records are deleted some day, so that a writer that slept for long finds a number free that is none to follow
     * any more; not always the first one, for a deletion may have been interrupted. A state seen lately cannot be so
     * old. Where the store knows no conditions, this record may have replaced one that others have followed.
     *
     * @param known the state with which the writer began
     */
    private void checkInForce(CommittedState known, CommittedState next, Commit commit) {
        if (!isFresh(known) || !store.decidesConditions()) {
            long head = records.headNumber();
            long number = next.head().number();
            if (head != number
                    && records.readIfPresent(number + 1)
                            .filter(after ->
                                    next.head().sha256().equals(after.record().previous()))
                            .isEmpty()) {
                takeAway(number);
                throw overtaken(commit);
            }
        }
    }

    /**
     * A record of this writer in a gap of the log, which nothing follows. Where it stays, it goes with the old ones.
     */
    private void takeAway(long number) {
        if (store.decidesConditions()) {
            try {
                store.delete(List.of(Layout.record(number)));
            } catch (StorageException e) {
                // The answer is the same.
            }
        }
    }

    private ConcurrentWriterException overtaken(Commit commit) {
        return new ConcurrentWriterException("the run " + commit.writer() + " was overtaken long ago in "
                + store.describe() + ": the head is " + records.headNumber() + " now; nothing was recorded, run again");
    }

    /** Reads the records that came after a state, up to the head, and gives up where one of them stands in the way. */
    private CommittedState newer(CommittedState on, CommittedState next, Commit commit) {
        CommittedState at = on;
        boolean swept = false;
        Set<ObjectKey> lost = new HashSet<>();
        for (Optional<CommittedState> each = Optional.of(next);
                each.isPresent();
                each = records.readIfPresent(at.head().number() + 1)) {
            checkFollows(each.get(), at);
            at = each.get().reachedFrom(on);
            LogRecord record = at.record();
            if (record.change().isSweep()) {
                swept = true;
                lost.addAll(lost(at, commit));
            }
            if (record.change().overtakes() && commit.change().overtakes()) {
                throw new ConcurrentWriterException("the run " + commit.writer() + " was overtaken in "
                        + store.describe()
                        + ": record " + record.number() + " of the run " + record.writer() + " did " + record.change()
                        + " at " + record.time() + "; nothing was recorded, run again");
            }
        }
        if (swept && commit.needs() != Commit.Needs.NONE) {
            // A page that it took for stored may be gone, for pages of the same content have the same name.
            throw new StaleNeedsException(at, lost);
        }
        return at;
    }

    private Set<ObjectKey> lost(CommittedState on, Commit commit) {
        try {
            return Sparing.lost(on, commit);
        } catch (IntegrityException e) {
            // After some days its list is deleted, and the state that follows does not name what is gone.
            throw new ConcurrentWriterException(
                    "the run " + commit.writer() + " slept for so long that nobody can tell any more what record "
                            + on.head().number() + " had deleted from " + store.describe()
                            + "; nothing was recorded, run again",
                    e);
        }
    }

    private String randomHex() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
