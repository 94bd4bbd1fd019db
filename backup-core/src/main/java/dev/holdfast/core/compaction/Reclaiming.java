package dev.holdfast.core.compaction;

import dev.holdfast.api.Progress;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.reclaim.Leftover;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.Times;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.Commit.StaleNeedsException;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.reclaim.Sweep;
import dev.holdfast.core.store.StoreCalls;
import dev.holdfast.core.work.ProgressReporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Carries out a plan: condemns the leftovers; copies victims in steps, each of which ends with a record; deletes what
 * is due. Ended at any point, it leaves whole what was recorded, and what was copied in vain as leftovers. For one
 * thread; used once.
 */
public final class Reclaiming {

    /** What is copied until it is recorded. */
    private static final long STEP_BYTES = 1L << 30;

    /** Volumes that a record tells of, for people. */
    private static final int MAX_NAMED = 1_000;

    private final ReclaimContext context;
    private final PlannedReclaim plan;
    private final Consumer<CommittedState> seen;
    private final Set<ObjectKey> compacted = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final LongAdder movedBytes = new LongAdder();
    private final LongAdder movedBlocks = new LongAdder();
    private CommittedState state;
    /** As this run has left them; others stand in its way. */
    private ClearList<MovedBlocks> moves;

    private Reclaiming(ReclaimContext context, PlannedReclaim plan, Consumer<CommittedState> seen) {
        this.context = context;
        this.plan = plan;
        this.seen = seen;
        this.state = plan.survey().state();
        this.moves = state.lists().moves();
    }

    /** @param seen hears of the states that were recorded */
    public static ReclaimResult run(ReclaimContext context, ReclaimPlan plan, Consumer<CommittedState> seen) {
        if (!(plan instanceof PlannedReclaim planned)) {
            throw new IllegalArgumentException("a plan that no repository has made: " + plan);
        }
        CommittedState head = context.head().get();
        if (!head.head().equals(plan.head())) {
            throw new ConcurrentWriterException(context.store().describe()
                    + " has changed since the plan was made: expected " + plan.head() + ", found " + head.head()
                    + "; nothing was done, plan again");
        }
        return new Reclaiming(context, planned, seen).run();
    }

    private ReclaimResult run() {
        StoreCalls calls = context.store().calls();
        try (calls;
                ProgressReporter progress = new ProgressReporter(
                        plan.settings().listener(),
                        new Picture(),
                        context.nanoTime(),
                        context.workers().reports())) {
            progress.totalBytes(plan.movedBytes());
            condemnLeftovers();
            progress.phase(Progress.Phase.TRANSFERRING);
            compact();
            progress.phase(Progress.Phase.FINISHING);
            Sweep.Swept swept =
                    context.sweep().run(state, Optional.of(plan.survey().bySnapshots()));
            record(swept.state());
            problems.addAll(swept.problems());
            return outcome(swept, progress);
        }
    }

    private ReclaimResult outcome(Sweep.Swept swept, ProgressReporter progress) {
        Set<ObjectKey> left = new HashSet<>();
        long waiting = 0;
        Instant now = context.clock().instant();
        Instant last = now;
        for (Iterator<Condemned> all = state.condemned(); all.hasNext(); ) {
            Condemned each = all.next();
            if (each.deleted()) {
                continue;
            }
            left.add(each.object());
            if (each.due().isAfter(now)) {
                waiting++;
                last = each.due().isAfter(last) ? each.due() : last;
            }
        }
        long deletedBytes = 0;
        for (Leftover leftover : plan.leftovers()) {
            deletedBytes += left.contains(ObjectKey.of(leftover.object())) ? 0 : leftover.sizeBytes();
        }
        for (LiveVolume victim : plan.victims()) {
            deletedBytes += compacted.contains(victim.key()) && !left.contains(victim.key()) ? victim.sizeBytes() : 0;
        }
        return new ReclaimOutcome(
                state.head(),
                compacted.size(),
                movedBytes.sum(),
                swept.objects(),
                deletedBytes,
                waiting,
                waiting == 0 ? Optional.empty() : Optional.of(last),
                List.copyOf(problems),
                progress.elapsed());
    }

    private void record(CommittedState newer) {
        state = newer;
        seen.accept(newer);
    }

    private String newWriter() {
        return WriterId.create(context.clock().instant(), context.random());
    }

    private void condemnLeftovers() {
        if (plan.leftovers().isEmpty() && plan.deadMoves().isEmpty()) {
            return;
        }
        record(context.log()
                .commit(
                        state,
                        new Commit(
                                newWriter(),
                                Change.condemn(),
                                Optional.empty(),
                                Commit.Needs.NONE,
                                this::withoutLeftovers)));
    }

    private StateLists withoutLeftovers(CommittedState on) {
        moves = plan.survey().state().lists().moves();
        Set<ObjectKey> spared = new HashSet<>();
        boolean planned = on.head().equals(plan.head());
        if (!planned) {
            spared.addAll(Survey.needed(context, on).sizes().keySet());
            on.condemned().forEachRemaining(each -> spared.add(each.object()));
        }
        TreeMap<String, Optional<Condemned>> condemned = new TreeMap<>();
        Instant now = context.clock().instant();
        for (Leftover leftover : plan.leftovers()) {
            ObjectKey object = ObjectKey.of(leftover.object());
            if (!spared.contains(object)) {
                condemned.put(
                        leftover.object(),
                        Optional.of(new Condemned(object, on.head().number() + 1, now, false)));
            }
        }
        // The pages of the lists may come to be again what they were before.
        Set<ObjectKey> leftover = new HashSet<>();
        condemned.keySet().forEach(key -> leftover.add(ObjectKey.of(key)));
        on.avoid(leftover);
        StateLists lists =
                on.lists().withCondemned(on.condemnedEdit().apply(on.lists().condemned(), condemned));
        if (!planned || plan.deadMoves().isEmpty()) {
            return lists;
        }
        TreeMap<String, Optional<MovedBlocks>> dropped = new TreeMap<>();
        plan.deadMoves().forEach(name -> dropped.put(name, Optional.empty()));
        moves = on.moveEdit().apply(on.lists().moves(), dropped);
        return lists.withMoves(moves);
    }

    private void compact() {
        InventoryUse inventories = new InventoryUse(plan.survey().needed().volumes());
        List<LiveVolume> step = new ArrayList<>();
        long bytes = 0;
        for (LiveVolume victim : plan.victims()) {
            step.add(victim);
            bytes += victim.liveBytes();
            if (bytes >= STEP_BYTES) {
                move(step, inventories);
                step.clear();
                bytes = 0;
            }
        }
        if (!step.isEmpty()) {
            move(step, inventories);
        }
    }

    private void move(List<LiveVolume> step, InventoryUse inventories) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("interrupted while compacting "
                    + context.store().describe() + "; what was moved so far stays, plan again for the rest");
        }
        String writer = newWriter();
        BlockCopy copy = new BlockCopy(context, writer, problems, movedBytes, movedBlocks);
        Map<ObjectKey, List<MovedBlocks>> copied = copy.copy(step);
        if (copied.isEmpty()) {
            return;
        }
        Map<ObjectKey, LiveVolume> victims = new HashMap<>();
        step.forEach(victim -> victims.put(victim.key(), victim));
        Set<ObjectKey> own = new HashSet<>();
        copy.volumes().forEach(volume -> {
            own.add(volume.volume().key());
            own.add(volume.inventory().key());
        });
        Moving moving = new Moving(
                context,
                plan.survey().state(),
                moves,
                copied,
                victims,
                inventories,
                Times.after(context.clock().instant(), plan.settings().grace()));
        List<String> names =
                copied.keySet().stream().map(ObjectKey::value).sorted().toList();
        record(commit(new Commit(
                writer,
                Change.move(names.subList(0, Math.min(MAX_NAMED, names.size()))),
                Optional.empty(),
                Commit.Needs.of(own::contains),
                moving)));
        moves = state.lists().moves();
        compacted.addAll(moving.emptied());
        inventories.remove(moving.emptied().stream().map(victims::get).toList());
    }

    private CommittedState commit(Commit commit) {
        CommittedState on = state;
        while (true) {
            try {
                return context.log().commit(on, commit);
            } catch (StaleNeedsException e) {
                if (!e.objects().isEmpty()) {
                    throw new ConcurrentWriterException(
                            "somebody else deletes from " + context.store().describe() + " what this run has copied: "
                                    + e.getMessage() + "; plan again",
                            e);
                }
                // The lists are made anew for each state.
                on = e.state();
            }
        }
    }

    /** For progress reports. */
    private final class Picture implements ProgressReporter.Source {

        @Override
        public long entries() {
            return movedBlocks.sum();
        }

        @Override
        public long bytes() {
            return movedBytes.sum();
        }

        @Override
        public long storedBytes() {
            return context.store().bytesPut();
        }

        @Override
        public String current() {
            return "";
        }
    }
}
