package dev.holdfast.core.verify;

import dev.holdfast.api.Progress;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.fetch.VolumeStates;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.selection.OwnPlaces;
import dev.holdfast.core.status.Damaged;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.verify.content.DataCheck;
import dev.holdfast.core.verify.content.Findings;
import dev.holdfast.core.verify.content.InventoryCheck;
import dev.holdfast.core.verify.content.VolumeChecks;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.ProgressReporter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** One check, from the head to the last block. For one thread; the workers fetch, hash and open. */
final class VerificationRun {

    private final VerificationContext context;
    private final VerificationPlan plan;
    private final Findings findings = new Findings();
    private final StoredRanges ranges;
    private final OptimisticRead reading;
    /** What is read otherwise than by ranges. */
    private final LongAdder otherBytes = new LongAdder();

    private final Set<ObjectKey> frozen = new HashSet<>();
    private long otherParts;
    private long uncheckedSignatures;

    VerificationRun(VerificationContext context, VerificationPlan plan) {
        this.context = context;
        this.plan = plan;
        this.ranges = new StoredRanges(context.store().storage());
        this.reading = new OptimisticRead(context.head(), context.store());
    }

    VerifyResult run() {
        CommittedState state = context.head().get();
        try (ProgressReporter progress = new ProgressReporter(
                plan.listener(),
                ProgressReporter.Source.of(
                        findings.comparedEntries::sum, findings.checkedBytes::sum, this::fetchedBytes, () -> ""),
                context.nanoTime(),
                context.workers().reports())) {
            Confirmation confirmation = confirm(check(state, progress));
            long deletedObjects = findings.forget(confirmation.gone());
            return new VerifyOutcome(
                    state.head(),
                    findings.snapshots.sum(),
                    context.manifests().expectsSigners() ? findings.snapshots.sum() : 0,
                    uncheckedSignatures,
                    findings.objects.sum(),
                    findings.hashedObjects.sum(),
                    frozen.size(),
                    otherParts,
                    deletedObjects,
                    findings.openedBlocks.sum(),
                    findings.checkedChunks.sum(),
                    findings.comparedEntries.sum(),
                    fetchedBytes(),
                    progress.elapsed(),
                    findings.list(),
                    findings.count(),
                    confirmation.damagedSnapshots());
        } catch (CancelledException e) {
            throw new CancelledException("the check was interrupted", e);
        }
    }

    private long fetchedBytes() {
        return ranges.fetchedBytes() + otherBytes.sum();
    }

    /** @return what was looked for */
    private NeededObjects check(CommittedState state, ProgressReporter progress) {
        InFlight work = new InFlight();
        try {
            NeededObjects needed = new NeededObjects(state, context.manifests(), findings::damaged);
            Map<RosterEntry, Manifest> chosen = need(state, needed, work);
            needed.wronglyCondemned()
                    .forEach(each -> findings.damaged(each.entry().object(), each.message()));
            progress.phase(Progress.Phase.TRANSFERRING);
            Presence presence = Presence.check(needed, context.store(), findings);
            if (!plan.presenceOnly()) {
                findings.hashedObjects.add(needed.readPages() + chosen.size());
                findFrozen(presence);
                progress.totalBytes(needed.volumes().stream()
                        .filter(volume -> plan.part().has(volume.volume()))
                        .mapToLong(volume -> Math.max(0, volume.sizeBytes()))
                        .sum());
                checkVolumes(state, needed, chosen, presence, work);
            }
            if (plan.live() != null) {
                compare(plan.live(), chosen, work);
            }
            progress.phase(Progress.Phase.FINISHING);
            return needed;
        } finally {
            work.drain();
        }
    }

    /** Gathers what the head and the chosen snapshots need; gives those whose manifest is whole. */
    private Map<RosterEntry, Manifest> need(CommittedState state, NeededObjects needed, InFlight work) {
        Map<RosterEntry, Manifest> chosen = new LinkedHashMap<>();
        for (RosterEntry entry : choose(state, needed.addHead())) {
            work.check();
            needed.add(entry).ifPresent(manifest -> chosen.put(entry, manifest));
        }
        otherBytes.add(needed.readBytes());
        findings.snapshots.add(chosen.size());
        if (!context.manifests().expectsSigners()) {
            uncheckedSignatures =
                    chosen.keySet().stream().filter(RosterEntry::signed).count();
        }
        return chosen;
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

    private void findFrozen(Presence presence) {
        List<ObjectInfo> volumes = presence.volumes().stream()
                .filter(volume -> plan.part().has(volume.key()))
                .toList();
        new VolumeStates(context.store().storage(), context.workers())
                .readiness(volumes)
                .forEach((volume, readiness) -> {
                    if (readiness.state() != State.READY) {
                        frozen.add(volume);
                    }
                });
    }

    private void checkVolumes(
            CommittedState state,
            NeededObjects needed,
            Map<RosterEntry, Manifest> chosen,
            Presence presence,
            InFlight work) {
        BlockFetcher fetcher = new BlockFetcher(
                ranges, context.workers(), new MemoryAccount(context.workers().fetchBytes()), work);
        try (DataCheck data = plan.data() ? dataCheck(state, chosen, work) : null) {
            VolumeChecks checks = new VolumeChecks(fetcher, work, findings, data);
            try {
                new InventoryCheck(ranges, findings).each(needed.volumes(), volume -> {
                    work.check();
                    presence.checkSize(volume);
                    ObjectKey key = volume.needed().volume();
                    if (!plan.part().has(key)) {
                        otherParts++;
                    } else if (!frozen.contains(key)) {
                        checks.begin(volume);
                    }
                });
                checks.end();
            } finally {
                // The openers are used until all has ended.
                work.drain();
            }
        }
    }

    private DataCheck dataCheck(CommittedState state, Map<RosterEntry, Manifest> chosen, InFlight work) {
        return new DataCheck(
                context.access(),
                reading,
                state,
                chosen,
                findings,
                work,
                otherBytes,
                context.random().nextLong());
    }

    private void compare(Path live, Map<RosterEntry, Manifest> chosen, InFlight stopped) {
        stopped.check();
        Map.Entry<RosterEntry, Manifest> compared = toCompare(chosen)
                .orElseThrow(() -> new NotFoundException("there is no complete snapshot to compare with in "
                        + context.store().describe()));
        InFlight work = new InFlight();
        try (OpenSnapshot snapshot = context.access().open(context.head().get(), compared.getValue())) {
            try {
                OwnPlaces own = OwnPlaces.of(context.posix(), context.store().storage(), context.localState());
                new TreeCheck(snapshot, context.posix(), context.workers(), work, findings)
                        .compare(plan.path(), live, plan.selection(), own);
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

    private Confirmation confirm(NeededObjects lookedFor) {
        Damaged damaged = findings.damaged();
        return damaged.isEmpty()
                ? new Confirmation(Set.of(), List.of())
                : reading.read(now -> Confirmation.of(damaged, lookedFor, now, context.manifests()), any -> true);
    }
}
