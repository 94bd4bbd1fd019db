package dev.holdfast.core.log;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Logs, snapshots and commits for tests of the log. Snapshots are numbered, in the order of their ids. */
final class LogSamples {

    static final Instant NOW = Instant.parse("2026-11-23T08:15:00Z");
    static final String WRITER = "20261123T081500Z-0123456789ab";

    private LogSamples() {}

    static RepositoryLog log(Storage storage, Instant now, int seed) {
        return new RepositoryLog(
                new ObjectStore(storage, ObjectCache.NONE), Clock.fixed(now, ZoneOffset.UTC), new Random(seed));
    }

    static SnapshotId id(int number) {
        return SnapshotId.of(String.format("20261123T%06dZ-0123456789ab", number));
    }

    static RosterEntry entry(int number, boolean partial) {
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

    static Commit add(int number, boolean partial) {
        return Commit.add(entry(number, partial), Optional.empty(), Commit.Needs.NONE);
    }

    static Commit remove(int number, String condemned) {
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

    static Commit roster(TreeMap<String, Optional<RosterEntry>> changes) {
        return new Commit(
                WRITER,
                Change.snapshot(id(1)),
                Optional.empty(),
                Commit.Needs.NONE,
                on -> on.lists()
                        .withSnapshots(on.snapshotEdit().apply(on.lists().snapshots(), changes)));
    }

    static List<SnapshotId> snapshots(CommittedState state) {
        List<SnapshotId> ids = new ArrayList<>();
        state.snapshots().forEachRemaining(entry -> ids.add(entry.snapshot()));
        return ids;
    }
}
