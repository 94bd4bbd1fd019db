package dev.holdfast.core.retention;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionDecision;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.retention.SweepResult;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.json.Times;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.reclaim.RosterNeeds;
import dev.holdfast.core.reclaim.Sweep;
import dev.holdfast.core.repository.OptimisticRead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Plans and carries out removals. It takes no lease: the log alone decides, so that a backup may run at the same time.
 * A backup that is recorded first makes the plan be refused; one that is recorded later finds what it builds on still
 * there, for the newest snapshot is never removed. Thread-safe.
 */
public final class Removal {

    private final RetentionContext context;

    public Removal(RetentionContext context) {
        this.context = context;
    }

    RetentionPlan plan(Policy policy, Duration grace) {
        return new OptimisticRead(context.head(), context.store()).read(state -> plan(policy, grace, state));
    }

    private RetentionPlan plan(Policy policy, Duration grace, CommittedState state) {
        policy.named().forEach(id -> checkNamed(id, state));
        List<SnapshotFacts> snapshots = new ArrayList<>();
        for (RosterEntry entry : complete(state)) {
            List<String> tags =
                    policy.byTag() ? context.manifests().read(state, entry).tags() : List.of();
            snapshots.add(new SnapshotFacts(entry.snapshot(), entry.time(), entry.kind(), entry.chain(), tags));
        }
        List<RetentionDecision> decisions =
                policy.decide(snapshots, context.clock().instant());
        Set<SnapshotId> dropped = new HashSet<>();
        decisions.stream().filter(each -> !each.kept()).forEach(each -> dropped.add(each.snapshot()));
        long objects = 0;
        long bytes = 0;
        if (!dropped.isEmpty()) {
            Unneeded unneeded = unneeded(dropped, state);
            objects = unneeded.objects().size();
            bytes = unneeded.bytes();
        }
        return new RetentionPlan(state.repository(), fingerprint(state), grace, objects, bytes, decisions);
    }

    private void checkNamed(SnapshotId id, CommittedState state) {
        String store = context.store().describe();
        if (state.snapshot(id).filter(entry -> !entry.partial()).isEmpty()) {
            throw new NotFoundException("there is no snapshot " + id + " in " + store + " as of " + state.head());
        }
        if (state.newest().filter(entry -> entry.snapshot().equals(id)).isPresent()) {
            throw new ConfigurationException("the snapshot " + id + " is the newest in " + store
                    + ", which always stays; it can be removed when there is a newer one");
        }
    }

    private Unneeded unneeded(Set<SnapshotId> dropped, CommittedState state) {
        return Unneeded.without(dropped, state, context.manifests());
    }

    private static List<RosterEntry> complete(CommittedState state) {
        List<RosterEntry> complete = new ArrayList<>();
        for (Iterator<RosterEntry> roster = state.snapshots(); roster.hasNext(); ) {
            RosterEntry entry = roster.next();
            if (!entry.partial()) {
                complete.add(entry);
            }
        }
        return complete;
    }

    /** Names the complete snapshots; checkpoints, moves and sweeps do not change it. */
    private static String fingerprint(CommittedState state) {
        StringBuilder text = new StringBuilder(state.repository()).append('\n');
        for (RosterEntry entry : complete(state)) {
            text.append(entry.snapshot()).append(' ').append(entry.sha256()).append('\n');
        }
        return Sha256.hex(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Applies a plan, and sweeps. */
    public RetentionResult apply(RetentionPlan plan) {
        CommittedState state = context.head().get();
        List<SnapshotId> dropped = plan.dropped();
        Instant now = context.clock().instant();
        Instant until = Times.after(now, plan.grace());
        OptionalLong record = OptionalLong.empty();
        long[] objects = {0};
        AtomicReference<RosterNeeds> staying = new AtomicReference<>();
        check(state, plan);
        if (!dropped.isEmpty()) {
            Commit commit = new Commit(
                    WriterId.create(now, context.random()),
                    Change.remove(dropped),
                    Optional.empty(),
                    Commit.Needs.NONE,
                    on -> {
                        check(on, plan);
                        Unneeded unneeded = unneeded(Set.copyOf(dropped), on);
                        objects[0] = unneeded.objects().size();
                        StateLists lists = without(dropped, unneeded.objects(), until, on);
                        staying.set(RosterNeeds.of(lists, unneeded.staying()));
                        return lists;
                    });
            state = context.log().commit(state, commit);
            context.saw().accept(state);
            record = OptionalLong.of(state.head().number());
        }
        Sweep.Swept swept = context.sweep().run(state, Optional.ofNullable(staying.get()));
        context.saw().accept(swept.state());
        return new RetentionOutcome(
                record,
                dropped,
                objects[0],
                record.isPresent() ? Optional.of(until) : Optional.empty(),
                new SweepOutcome(swept),
                swept.state().head());
    }

    /** Deletes what is due. */
    public SweepResult sweep() {
        Sweep.Swept swept = context.sweep().run(context.head().get(), Optional.empty());
        context.saw().accept(swept.state());
        return new SweepOutcome(swept);
    }

    private void check(CommittedState on, RetentionPlan plan) {
        String store = context.store().describe();
        if (!plan.repositoryId().equals(on.repository())) {
            throw new ConfigurationException("this retention plan is for the repository " + plan.repositoryId()
                    + ", but " + store + " holds " + on.repository() + "; make a plan for this one");
        }
        if (!plan.fingerprint().equals(fingerprint(on))) {
            throw new ConcurrentWriterException(
                    "the snapshots in " + store
                            + " are not those any more that the retention plan was made for; nothing was removed, make a new plan");
        }
        for (SnapshotId id : plan.dropped()) {
            if (on.snapshot(id).filter(entry -> !entry.partial()).isEmpty()) {
                throw new ConfigurationException(
                        "the retention plan drops " + id + ", which is no snapshot in " + store + "; make a new plan");
            }
        }
        Optional<SnapshotId> newest = on.newest().map(RosterEntry::snapshot);
        if (newest.isPresent() && plan.dropped().contains(newest.get())) {
            throw new ConfigurationException("the retention plan drops " + newest.get() + ", the newest snapshot in "
                    + store + ", which always stays; make a new plan");
        }
    }

    private static StateLists without(
            List<SnapshotId> dropped, Set<ObjectKey> unneeded, Instant due, CommittedState on) {
        TreeMap<String, Optional<RosterEntry>> going = new TreeMap<>();
        dropped.forEach(id -> going.put(id.value(), Optional.empty()));
        ClearList<RosterEntry> snapshots = on.snapshotEdit().apply(on.lists().snapshots(), going);
        TreeMap<String, Optional<Condemned>> condemned = new TreeMap<>();
        long record = on.head().number() + 1;
        unneeded.forEach(
                object -> condemned.put(object.value(), Optional.of(new Condemned(object, record, due, false))));
        on.condemned().forEachRemaining(each -> {
            // What else stands there was condemned while it was needed, and gets its time only now.
            if (each.deleting()) {
                condemned.remove(each.object().value());
            }
        });
        return on.lists()
                .withSnapshots(snapshots)
                .withCondemned(on.condemnedEdit().apply(on.lists().condemned(), condemned));
    }
}
