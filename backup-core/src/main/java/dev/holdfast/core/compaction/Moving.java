package dev.holdfast.core.compaction;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.repository.StreamMoves;
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

/**
 * Puts moves in force and condemns the victims that they empty. On a newer state than the one that was planned for, a
 * victim stays that a snapshot needs more of than was copied, or that is condemned by then.
 */
final class Moving implements Commit.Transformation {

    private final ReclaimContext context;
    private final CommittedState surveyed;
    private final ClearList<MovedBlocks> before;
    private final Map<ObjectKey, List<MovedBlocks>> moves;
    private final Map<ObjectKey, LiveVolume> victims;
    private final InventoryUse inventories;
    private final Instant due;
    private Set<ObjectKey> emptied = Set.of();

    /**
     * @param surveyed the state of which it is known what its snapshots need
     * @param before the moves that the blocks were copied by
     * @param moves by the victim that the blocks come from
     * @param due when the victims may be deleted
     */
    Moving(
            ReclaimContext context,
            CommittedState surveyed,
            ClearList<MovedBlocks> before,
            Map<ObjectKey, List<MovedBlocks>> moves,
            Map<ObjectKey, LiveVolume> victims,
            InventoryUse inventories,
            Instant due) {
        this.context = context;
        this.surveyed = surveyed;
        this.before = before;
        this.moves = moves;
        this.victims = victims;
        this.inventories = inventories;
        this.due = due;
    }

    @Override
    public StateLists apply(CommittedState on) {
        if (!on.lists().moves().equals(before)) {
            throw new ConcurrentWriterException("somebody else has moved blocks in "
                    + context.store().describe() + " meanwhile; what this run copied is left over, plan again");
        }
        Set<ObjectKey> going = new HashSet<>(moves.keySet());
        for (Iterator<Condemned> condemned = on.condemned(); condemned.hasNext(); ) {
            going.remove(condemned.next().object());
        }
        Set<ObjectKey> beyond = neededBeyond(on);
        going.removeAll(beyond);
        emptied = going;
        return on.lists()
                .withMoves(on.moveEdit().apply(on.lists().moves(), moveChanges(on)))
                .withCondemned(on.condemnedEdit().apply(on.lists().condemned(), condemned(on, beyond)));
    }

    /** The victims that the last application condemned. */
    Set<ObjectKey> emptied() {
        return emptied;
    }

    private TreeMap<String, Optional<MovedBlocks>> moveChanges(CommittedState on) {
        TreeMap<String, Optional<MovedBlocks>> changes = new TreeMap<>();
        for (Iterator<MovedBlocks> old = on.moves(); old.hasNext(); ) {
            MovedBlocks move = old.next();
            if (emptied.contains(move.volume())) {
                changes.put(MovedBlocks.CODEC.name(move), Optional.empty());
            }
        }
        for (ObjectKey victim : emptied) {
            for (MovedBlocks move : moves.getOrDefault(victim, List.of())) {
                changes.put(MovedBlocks.CODEC.name(move), Optional.of(move));
            }
        }
        return changes;
    }

    private TreeMap<String, Optional<Condemned>> condemned(CommittedState on, Set<ObjectKey> beyond) {
        long record = on.head().number() + 1;
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        List<LiveVolume> gone = emptied.stream().map(victims::get).toList();
        Set<ObjectKey> objects = new HashSet<>(emptied);
        objects.addAll(inventories.without(gone));
        objects.removeAll(beyond);
        for (ObjectKey object : objects) {
            changes.put(object.value(), Optional.of(new Condemned(object, record, due, false)));
        }
        return changes;
    }

    /** Volumes, with their inventories, of which states that have come since need blocks that were not copied. */
    private Set<ObjectKey> neededBeyond(CommittedState on) {
        List<RosterEntry> newer = newer(on);
        if (newer.isEmpty()) {
            return Set.of();
        }
        Map<String, StreamMoves> now = new HashMap<>();
        Map<String, List<MovedBlocks>> ofStream = new HashMap<>();
        moves.values()
                .forEach(each ->
                        each.forEach(move -> ofStream.computeIfAbsent(move.stream(), stream -> new ArrayList<>())
                                .add(move)));
        Map<String, StreamMoves> copied = new HashMap<>();
        ofStream.forEach((stream, each) -> copied.put(stream, new StreamMoves(each)));
        Set<ObjectKey> beyond = new HashSet<>();
        for (RosterEntry entry : newer) {
            new ListReader<>(NeededVolume.CODEC, on.pages())
                    .all(context.manifests().read(on, entry).needed())
                    .forEachRemaining(volume -> {
                        StreamMoves moved = now.computeIfAbsent(volume.stream(), stream -> StreamMoves.of(on, stream));
                        StreamMoves moving = copied.getOrDefault(volume.stream(), StreamMoves.NONE);
                        for (int i = 0; i < volume.blockCount(); i++) {
                            int block = volume.firstBlock() + i;
                            if (volume.isNeeded(i) && moving.of(block) == null) {
                                MovedBlocks move = moved.of(block);
                                beyond.add(move == null ? volume.key() : move.volume());
                                beyond.add((move == null ? volume.inventory() : move.inventory()).key());
                            }
                        }
                    });
        }
        return beyond;
    }

    /** A run goes on under its name: what follows a checkpoint of it may need more of its volumes. */
    private List<RosterEntry> newer(CommittedState on) {
        Set<RosterEntry> known = new HashSet<>();
        surveyed.snapshots().forEachRemaining(known::add);
        List<RosterEntry> newer = new ArrayList<>();
        on.snapshots().forEachRemaining(entry -> {
            if (!known.contains(entry)) {
                newer.add(entry);
            }
        });
        return newer;
    }
}
