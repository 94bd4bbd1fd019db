package dev.holdfast.core.backup.write;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.repository.StreamMoves;
import dev.holdfast.core.store.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest with its signature, and the objects that it leads to: pages, and volumes with their inventories.
 * Immutable.
 */
final class ManifestNeeds implements Commit.Needs {

    private final Manifest manifest;
    /** Those that moves do not change. */
    private final Set<ObjectKey> fixed = new HashSet<>();

    private final Set<ObjectKey> volumes = new HashSet<>();
    private final Set<String> catalogWriters = new HashSet<>();

    /**
     * @param entry what the roster is to say of the manifest
     * @param store holds the pages of its needed-set
     */
    ManifestNeeds(Manifest manifest, RosterEntry entry, PageStore store) {
        this.manifest = manifest;
        fixed.add(entry.manifest());
        if (entry.signed()) {
            fixed.add(Layout.signature(entry.manifest()));
        }
        ListReader<NeededVolume> reader = new ListReader<>(NeededVolume.CODEC, store);
        reader.pageNames(manifest.needed()).forEach(page -> fixed.add(Layout.page(page)));
        reader.all(manifest.needed()).forEachRemaining(volume -> {
            volumes.add(volume.key());
            volumes.add(volume.inventory().key());
            if (volume.purpose() == Purpose.CATALOG) {
                catalogWriters.add(volume.writer());
            }
        });
    }

    /** The runs whose catalog blocks are needed. */
    Set<String> catalogWriters() {
        return Set.copyOf(catalogWriters);
    }

    @Override
    public Set<ObjectKey> among(CommittedState on, Set<ObjectKey> condemned) {
        Set<ObjectKey> found = new HashSet<>(condemned);
        Set<ObjectKey> places = on.lists().moves().count() == 0 ? volumes : places(on);
        found.removeIf(object -> !fixed.contains(object) && !places.contains(object));
        return found;
    }

    /**
     * Where the blocks lie now: a volume out of which all needed ones were moved is not needed. Of the state it reads
     * the moves alone, so that no other list of it that is damaged hinders a backup.
     */
    private Set<ObjectKey> places(CommittedState on) {
        Map<String, List<MovedBlocks>> moves = new HashMap<>();
        on.moves()
                .forEachRemaining(move -> moves.computeIfAbsent(move.stream(), stream -> new ArrayList<>())
                        .add(move));
        Map<String, StreamMoves> moved = new HashMap<>();
        moves.forEach((stream, ofStream) -> moved.put(stream, new StreamMoves(ofStream)));
        Set<ObjectKey> places = new HashSet<>();
        new ListReader<>(NeededVolume.CODEC, on.pages()).all(manifest.needed()).forEachRemaining(volume -> {
            StreamMoves ofStream = moved.getOrDefault(volume.stream(), StreamMoves.NONE);
            for (int i = 0; i < volume.blockCount(); i++) {
                if (volume.isNeeded(i)) {
                    MovedBlocks move = ofStream.of(volume.firstBlock() + i);
                    places.add(move == null ? volume.key() : move.volume());
                    places.add((move == null ? volume.inventory() : move.inventory()).key());
                }
            }
        });
        return places;
    }
}
