package dev.holdfast.core.verify.content;

import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.store.Layout;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot's needed-set names, to hold against it what its catalog refers to: removals and sweeps go by the
 * needed-set alone. Takes some bytes of memory for each block. For one thread.
 */
final class NeededSet {

    private final Manifest manifest;
    /** By stream and first block. */
    private final Map<String, TreeMap<Integer, NeededVolume>> volumes = new HashMap<>();

    private @Nullable NeededVolume recent;
    private @Nullable String firstLacking;
    private long lacking;

    private NeededSet(Manifest manifest) {
        this.manifest = manifest;
    }

    /** @throws dev.holdfast.api.error.IntegrityException if a page of it cannot be read */
    static NeededSet read(Manifest manifest, PageStore pages) {
        NeededSet set = new NeededSet(manifest);
        Iterator<NeededVolume> all = new ListReader<>(NeededVolume.CODEC, pages).all(manifest.needed());
        all.forEachRemaining(volume -> set.volumes
                .computeIfAbsent(volume.stream(), stream -> new TreeMap<>())
                .put(volume.firstBlock(), volume));
        return set;
    }

    /** Length of a content or catalog block, in bytes. */
    int blockBytes(String stream) {
        return manifest.blockBytes(Layout.purpose(stream));
    }

    /**
     * Notes whether what the catalog refers to is named.
     *
     * @param sixteenths of the block, a bit for each
     */
    void check(String stream, int block, int sixteenths) {
        NeededVolume volume = find(stream, block);
        if (volume != null && (sixteenths & ~volume.liveMask(block - volume.firstBlock())) == 0) {
            return;
        }
        lacking++;
        if (firstLacking == null) {
            firstLacking = "block " + block + " of " + stream;
        }
    }

    private @Nullable NeededVolume find(String stream, int block) {
        if (recent == null || !recent.stream().equals(stream) || !recent.has(block)) {
            TreeMap<Integer, NeededVolume> ofStream = volumes.get(stream);
            Map.Entry<Integer, NeededVolume> found = ofStream == null ? null : ofStream.floorEntry(block);
            recent = found == null || !found.getValue().has(block) ? null : found.getValue();
        }
        return recent;
    }

    /** What was not named, if anything was not. */
    Optional<String> lacking() {
        return firstLacking == null
                ? Optional.empty()
                : Optional.of(
                        "its catalog refers to parts of blocks that its needed-set does not name, so a removal of other"
                                + " snapshots may delete them: " + lacking + " times, first to " + firstLacking);
    }
}
