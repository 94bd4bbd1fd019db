package dev.holdfast.core.verify;

import dev.holdfast.api.Progress;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.fetch.VolumeStates;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.selection.OwnPlaces;
import dev.holdfast.core.status.DamagedSnapshots;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.ProgressReporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One check, from the head to the last block. For one thread; the workers fetch, hash and open. */
final class VerificationRun {

    /** What is not needed any more of what was looked for, and the snapshots that need what is damaged. */
    private record Confirmation(Set<String> gone, List<SnapshotId> damaged) {}

    private final VerificationContext context;
    private final VerificationPlan plan;
    private final Findings findings = new Findings();
    private final StoredRanges ranges;
    private final OptimisticRead reading;
    private final Set<ObjectKey> frozen = new HashSet<>();
    private final LongAdder otherParts = new LongAdder();
    private final LongAdder otherBytes = new LongAdder();
    private long uncheckedSignatures;
    private long deletedObjects;

    VerificationRun(VerificationContext context, VerificationPlan plan) {
        this.context = context;
        this.plan = plan;
        this.ranges = new StoredRanges(context.store().storage());
        this.reading = new OptimisticRead(context.head(), context.store());
    }

    VerifyResult run() {
        CommittedState state = context.head().get();
        InFlight work = new InFlight();
        try (ProgressReporter progress = new ProgressReporter(
                plan.listener(),
                new Picture(),
                context.nanoTime(),
                context.workers().reports())) {
            NeededObjects needed;
            try {
                needed = run(state, work, progress);
            } finally {
                work.drain();
            }
            List<SnapshotId> damagedSnapshots = confirm(needed);
            return new VerifyOutcome(
                    state.head(),
                    findings.snapshots.sum(),
                    context.manifests().expectsSigners() ? findings.snapshots.sum() : 0,
                    uncheckedSignatures,
                    findings.objects.sum(),
                    findings.hashedObjects.sum(),
                    frozen.size(),
                    otherParts.sum(),
                    deletedObjects,
                    findings.openedBlocks.sum(),
                    findings.checkedChunks.sum(),
                    findings.comparedEntries.sum(),
                    ranges.fetchedBytes() + otherBytes.sum(),
                    progress.elapsed(),
                    findings.list(),
                    findings.count(),
                    damagedSnapshots);
        } catch (CancelledException e) {
            throw new CancelledException("the check was interrupted", e);
        }
    }

    /** @return what was looked for */
    private NeededObjects run(CommittedState state, InFlight work, ProgressReporter progress) {
        NeededObjects needed = new NeededObjects(state, context.store(), context.manifests(), findings::damaged);
        LongAdder pages = new LongAdder();
        needed.onPageRead(page -> pages.increment());
        Map<RosterEntry, Manifest> chosen = new LinkedHashMap<>();
        for (RosterEntry entry : choose(state, needed.addHead())) {
            work.check();
            needed.add(entry).ifPresent(manifest -> chosen.put(entry, manifest));
        }
        findings.snapshots.add(chosen.size());
        uncheckedSignatures = context.manifests().expectsSigners()
                ? 0
                : chosen.keySet().stream().filter(RosterEntry::signed).count();
        if (!plan.presenceOnly()) {
            findings.hashedObjects.add(pages.sum() + chosen.size());
        }
        otherBytes.add(needed.readBytes());
        progress.phase(Progress.Phase.TRANSFERRING);
        List<ObjectInfo> volumes = list(needed);
        if (!plan.presenceOnly()) {
            new VolumeStates(context.store().storage(), context.workers())
                    .readiness(ofPart(volumes))
                    .forEach((volume, readiness) -> {
                        if (readiness.state() != State.READY) {
                            frozen.add(volume);
                        }
                    });
            progress.totalBytes(needed.volumes().stream()
                    .filter(volume -> plan.part().has(volume.volume()))
                    .mapToLong(volume -> Math.max(0, volume.sizeBytes()))
                    .sum());
            checkVolumes(state, needed, chosen, volumes, work);
        }
        if (plan.live() != null) {
            compare(state, chosen, work);
        }
        progress.phase(Progress.Phase.FINISHING);
        return needed;
    }

    /**
     * Forgets what was found of objects that others have removed, or moved elsewhere, while they were looked for.
     *
     * @return the snapshots that need what is damaged
     */
    private List<SnapshotId> confirm(NeededObjects lookedFor) {
        if (findings.damaged().isEmpty()) {
            return List.of();
        }
        Confirmation confirmation = reading.read(now -> confirm(lookedFor, now), any -> true);
        deletedObjects = findings.forget(confirmation.gone());
        return confirmation.damaged();
    }

    private Confirmation confirm(NeededObjects lookedFor, CommittedState now) {
        NeededObjects needed = new NeededObjects(now, context.store(), context.manifests(), (object, message) -> {});
        needed.addHead().forEach(needed::add);
        Set<String> gone = new HashSet<>();
        for (ObjectKey object : lookedFor.sizes().keySet()) {
            if (!needed.sizes().containsKey(object)) {
                gone.add(object.value());
            }
        }
        Set<String> left = findings.damaged();
        left.removeAll(gone);
        Set<SnapshotId> damaged = left.isEmpty()
                ? Set.of()
                : DamagedSnapshots.needing(left, now, context.store(), context.manifests())
                        .keySet();
        return new Confirmation(gone, List.copyOf(damaged));
    }

    private List<RosterEntry> choose(CommittedState state, List<RosterEntry> roster) {
        if (plan.snapshot() == null) {
            return roster;
        }
        for (RosterEntry entry : roster) {
            if (entry.snapshot().equals(plan.snapshot())) {
                return List.of(entry);
            }
        }
        throw new NotFoundException("there is no snapshot " + plan.snapshot() + " in "
                + context.store().describe() + " as of " + state.head());
    }

    /** Compares what is needed with what the store lists. Gives the volumes. */
    private List<ObjectInfo> list(NeededObjects needed) {
        Set<ObjectKey> volumes = new HashSet<>();
        needed.volumes().forEach(volume -> volumes.add(volume.volume()));
        List<ObjectInfo> present = new ArrayList<>();
        Set<ObjectKey> found = new HashSet<>();
        context.store().each("", info -> {
            NeededObjects.ExpectedSize expected = needed.sizes().get(info.key());
            if (expected != null) {
                found.add(info.key());
                if (volumes.contains(info.key())) {
                    present.add(info);
                }
                if (!expected.fits(info.sizeBytes())) {
                    findings.absent(info.key(), wrongSize(info.sizeBytes(), expected));
                }
            }
        });
        for (Map.Entry<ObjectKey, NeededObjects.ExpectedSize> expected :
                needed.sizes().entrySet()) {
            if (!found.contains(expected.getKey())) {
                findings.absent(expected.getKey(), "it is missing, expected " + expected.getValue());
            }
        }
        findings.objects.add(needed.sizes().size());
        return present;
    }

    private List<ObjectInfo> ofPart(List<ObjectInfo> volumes) {
        return volumes.stream().filter(volume -> plan.part().has(volume.key())).toList();
    }

    private void checkVolumes(
            CommittedState state,
            NeededObjects needed,
            Map<RosterEntry, Manifest> chosen,
            List<ObjectInfo> present,
            InFlight work) {
        Map<ObjectKey, Long> sizes = new HashMap<>();
        present.forEach(volume -> sizes.put(volume.key(), volume.sizeBytes()));
        BlockFetcher fetcher = new BlockFetcher(
                ranges, context.workers(), new MemoryAccount(context.workers().fetchBytes()), work);
        try (DataCheck data = new DataCheck(
                context.access(),
                reading,
                state,
                chosen,
                findings,
                work,
                otherBytes,
                context.random().nextLong())) {
            ChunkCheck hashes = new ChunkCheck();
            try {
                new InventoryCheck(ranges, findings).each(needed.volumes(), volume -> {
                    work.check();
                    checkSize(volume, sizes.get(volume.needed().volume()));
                    ObjectKey key = volume.needed().volume();
                    if (!plan.part().has(key)) {
                        otherParts.increment();
                        return;
                    }
                    if (frozen.contains(key)) {
                        return;
                    }
                    VolumeCheck check = plan.data()
                            ? data.volume(volume)
                            : new VolumeCheck(volume.needed(), volume.section(), hashes, findings, null);
                    fetcher.fetch(check.blocks());
                    if (data.isRoundFull()) {
                        work.await();
                        data.endRound();
                    }
                });
                work.await();
                if (plan.data()) {
                    data.endRound();
                }
            } finally {
                work.drain();
            }
        }
    }

    /** Of a volume that blocks were moved into, only its inventory says how long it is. */
    private void checkSize(InventoryCheck.Volume volume, @Nullable Long bytes) {
        ObjectKey key = volume.needed().volume();
        if (bytes != null && bytes != volume.section().sizeBytes() && !findings.isAbsent(key)) {
            findings.absent(key, wrongSize(bytes, volume.section().sizeBytes() + " bytes"));
        }
    }

    private static String wrongSize(long bytes, Object expected) {
        return "it has " + bytes + " bytes, expected " + expected + "; it was truncated or replaced";
    }

    private void compare(CommittedState state, Map<RosterEntry, Manifest> chosen, InFlight stopped) {
        stopped.check();
        Map.Entry<RosterEntry, Manifest> compared = toCompare(chosen)
                .orElseThrow(() -> new NotFoundException("there is no complete snapshot to compare with in "
                        + context.store().describe()));
        InFlight work = new InFlight();
        try (OpenSnapshot snapshot = context.access().open(context.head().get(), compared.getValue())) {
            try {
                OwnPlaces own = OwnPlaces.of(context.posix(), context.store().storage(), context.localState());
                new TreeCheck(snapshot, context.posix(), context.workers(), work, findings)
                        .compare(plan.path(), Objects.requireNonNull(plan.live()), plan.selection(), own);
            } catch (IntegrityException e) {
                findings.damaged(
                        compared.getKey().manifest(),
                        "the listing of this snapshot cannot be read further: " + e.getMessage());
            } finally {
                work.drain();
                otherBytes.add(snapshot.ranges().fetchedBytes());
            }
        }
    }

    /** The chosen snapshot, or the newest complete one. */
    private static Optional<Map.Entry<RosterEntry, Manifest>> toCompare(Map<RosterEntry, Manifest> chosen) {
        return chosen.entrySet().stream()
                .filter(each -> !each.getKey().partial())
                .reduce((older, newer) -> newer);
    }

    /** For the progress reports. */
    private final class Picture implements ProgressReporter.Source {

        @Override
        public long entries() {
            return findings.comparedEntries.sum();
        }

        @Override
        public long bytes() {
            return findings.checkedBytes.sum();
        }

        @Override
        public long storedBytes() {
            return ranges.fetchedBytes() + otherBytes.sum();
        }

        @Override
        public String current() {
            return "";
        }
    }
}
