package dev.holdfast.core.reclaim;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededObjects;
import java.util.Set;

/**
 * What the snapshots of a roster need, in the places that moves have given it. It holds for every state that has both.
 * Immutable.
 *
 * @param objects may be more than is needed
 */
public record RosterNeeds(ClearList<RosterEntry> snapshots, ClearList<MovedBlocks> moves, Set<ObjectKey> objects) {

    public RosterNeeds {
        objects = Set.copyOf(objects);
    }

    /** @param found by all snapshots of these lists */
    public static RosterNeeds of(StateLists lists, NeededObjects found) {
        return new RosterNeeds(lists.snapshots(), lists.moves(), found.sizes().keySet());
    }

    /**
     * Nothing yet of what a state needs, to be added to.
     *
     * @return throws an {@link IntegrityException} for what cannot be read
     */
    public static NeededObjects searching(CommittedState state, ManifestStore manifests) {
        return new NeededObjects(state, manifests, (object, message) -> {
            throw new IntegrityException(
                    "nothing can be removed from " + manifests.store().describe()
                            + ", since it is not known what the snapshots that stay need: " + message
                            + "; remove the damaged snapshot first, by its id, or bring the object back from another copy");
        });
    }

    boolean holdFor(CommittedState state) {
        return state.lists().snapshots().equals(snapshots)
                && state.lists().moves().equals(moves);
    }
}
