package dev.holdfast.core;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.reclaim.Reclaim;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Who tidies a repository up and has no key. */
final class Janitor {

    private final Storage storage;
    private final Clock clock;

    Janitor(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    BackupRepository open() {
        return Holdfast.repository()
                .storage(storage)
                .clock(clock)
                .volumeSize(4 << 20)
                .open();
    }

    /** Plans and applies, with nothing left for later. */
    ReclaimResult reclaim() {
        return reclaim(reclaim -> reclaim.grace(Duration.ZERO));
    }

    ReclaimResult reclaim(UnaryOperator<Reclaim> settings) {
        try (BackupRepository repository = open()) {
            ReclaimPlan plan = settings.apply(repository.reclaim()).plan();
            return repository.apply(plan);
        }
    }

    /** Takes all but the newest snapshots out of the roster, and nothing more. */
    void keepNewest(int count) {
        List<RosterEntry> all = new ArrayList<>();
        state().snapshots().forEachRemaining(all::add);
        List<SnapshotId> gone = all.subList(0, Math.max(0, all.size() - count)).stream()
                .map(RosterEntry::snapshot)
                .toList();
        TreeMap<String, Optional<RosterEntry>> changes = new TreeMap<>();
        gone.forEach(id -> changes.put(id.value(), Optional.empty()));
        commit(
                Change.remove(gone),
                on -> on.lists()
                        .withSnapshots(on.snapshotEdit().apply(on.lists().snapshots(), changes)));
    }

    /** Condemns objects from now on, whoever needs them. */
    void condemn(boolean deleting, ObjectKey... objects) {
        commit(Change.condemn(), on -> {
            TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
            for (ObjectKey object : objects) {
                changes.put(
                        object.value(),
                        Optional.of(new Condemned(object, on.head().number() + 1, clock.instant(), deleting)));
            }
            return on.lists().withCondemned(on.condemnedEdit().apply(on.lists().condemned(), changes));
        });
    }

    /** Takes off the list what is needed. */
    void pardon() {
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        needed().wronglyCondemned()
                .forEach(each -> changes.put(each.entry().object().value(), Optional.empty()));
        if (!changes.isEmpty()) {
            commit(
                    Change.condemn(),
                    on -> on.lists()
                            .withCondemned(on.condemnedEdit().apply(on.lists().condemned(), changes)));
        }
    }

    /** Records what nobody checks. */
    void commit(Change change, Commit.Transformation transformation) {
        log().commit(
                        state(),
                        new Commit(
                                "20260101T000000Z-0123456789ab",
                                change,
                                Optional.empty(),
                                Commit.Needs.NONE,
                                transformation));
    }

    private RepositoryLog log() {
        return new RepositoryLog(store(), clock, new SecureRandom());
    }

    private ObjectStore store() {
        return new ObjectStore(storage, ObjectCache.NONE);
    }

    /** What the head needs, with the sizes of volumes. */
    NeededObjects needed() {
        CommittedState state = log().requireHead();
        NeededObjects needed =
                new NeededObjects(state, new ManifestStore(store(), Optional.empty()), (object, message) -> {
                    throw new AssertionError(object + ": " + message);
                });
        needed.addHead().forEach(needed::add);
        return needed;
    }

    /** Volumes that are needed. */
    Set<ObjectKey> neededVolumes() {
        Set<ObjectKey> volumes = new HashSet<>();
        for (NeededBlocks volume : needed().volumes()) {
            volumes.add(volume.volume());
        }
        return volumes;
    }

    LiveBytes liveBytes() {
        return LiveBytes.of(store(), state());
    }

    CommittedState state() {
        return log().requireHead();
    }

    /** Objects that are neither needed nor condemned nor of the log. */
    Set<String> unaccounted() throws IOException {
        Set<String> known = new HashSet<>();
        needed().sizes().keySet().forEach(key -> known.add(key.value()));
        state().condemned().forEachRemaining(each -> known.add(each.object().value()));
        Set<String> unaccounted = new TreeSet<>();
        try (Stream<ObjectInfo> all = storage.list("", "")) {
            all.map(info -> info.key().value())
                    .filter(key -> !key.startsWith("log/") && !key.equals("lease") && !known.contains(key))
                    .forEach(unaccounted::add);
        }
        return unaccounted;
    }

    long bytes(String prefix) throws IOException {
        try (Stream<ObjectInfo> all = storage.list(prefix, "")) {
            return all.mapToLong(ObjectInfo::sizeBytes).sum();
        }
    }
}
