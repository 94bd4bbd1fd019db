package dev.holdfast.core.log;

import dev.holdfast.core.list.ClearList;

/** The state of a repository as a record holds it: snapshots, moves in force, objects that will be deleted. */
public record StateLists(
        ClearList<RosterEntry> snapshots, ClearList<MovedBlocks> moves, ClearList<Condemned> condemned) {

    public static final StateLists EMPTY = new StateLists(ClearList.empty(), ClearList.empty(), ClearList.empty());

    public StateLists withSnapshots(ClearList<RosterEntry> list) {
        return new StateLists(list, moves, condemned);
    }

    public StateLists withMoves(ClearList<MovedBlocks> list) {
        return new StateLists(snapshots, list, condemned);
    }

    public StateLists withCondemned(ClearList<Condemned> list) {
        return new StateLists(snapshots, moves, list);
    }
}
