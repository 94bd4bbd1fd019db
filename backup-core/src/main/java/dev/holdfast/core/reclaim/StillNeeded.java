package dev.holdfast.core.reclaim;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.status.WronglyCondemned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a state condemns although it needs it, which a sweep must leave alone. For one sweep; not thread-safe. */
final class StillNeeded {

    private final ManifestStore manifests;
    private @Nullable RosterNeeds known;
    private @Nullable Head looked;
    private Map<ObjectKey, WronglyCondemned> found = Map.of();

    /** @param atHand what is known of a state that may be the one that is looked at */
    StillNeeded(ManifestStore manifests, Optional<RosterNeeds> atHand) {
        this.manifests = manifests;
        this.known = atHand.orElse(null);
    }

    /**
     * Looks at a state; reads no manifest where it is known what its snapshots need.
     *
     * @throws dev.holdfast.api.error.IntegrityException if that cannot be found out
     */
    void look(CommittedState state) {
        if (state.head().equals(looked)) {
            return;
        }
        NeededObjects needed = RosterNeeds.searching(state, manifests);
        List<RosterEntry> roster = needed.addHead();
        if (known != null && known.holdFor(state)) {
            needed.add(known.objects());
        } else {
            roster.forEach(needed::add);
            known = RosterNeeds.of(state.lists(), needed);
        }
        found = new HashMap<>();
        for (WronglyCondemned each : needed.wronglyCondemned()) {
            found.put(each.entry().object(), each);
        }
        looked = state.head();
    }

    /** Whether it is needed in the state that was looked at last. */
    boolean has(Condemned condemned) {
        return found.containsKey(condemned.object());
    }

    /** What was found, with what is wrong. */
    Map<ObjectKey, String> messages(Predicate<Condemned> which) {
        Map<ObjectKey, String> messages = new TreeMap<>();
        found.forEach((object, each) -> {
            if (which.test(each.entry())) {
                messages.put(object, each.message());
            }
        });
        return messages;
    }
}
