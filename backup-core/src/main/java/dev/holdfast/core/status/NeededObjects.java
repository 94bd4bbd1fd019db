package dev.holdfast.core.status;

import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ItemCodec;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.repository.StreamMoves;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.StoredPages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects all objects that a head names, with the sizes that they must have. What is damaged is told and does not end
 * it. Takes about half a kilobyte of memory for each volume, 16 MB for each TiB. Not thread-safe.
 */
public final class NeededObjects {

    /** Hears of what is needed, as often as it is. */
    interface Needs {
        void object(ObjectKey object);

        /** @param index among the volume's blocks, from 0 */
        void block(ObjectKey volume, int index);
    }

    /** What is known of the size of an object. */
    public enum SizeKind {
        EXACT,
        AT_LEAST
    }

    /** The size that an object must have. */
    public record ExpectedSize(long bytes, SizeKind kind) {

        public boolean fits(long found) {
            return kind == SizeKind.EXACT ? found == bytes : found >= bytes;
        }

        @Override
        public String toString() {
            return (kind == SizeKind.EXACT ? "" : "at least ") + bytes + " bytes";
        }
    }

    private final CommittedState state;
    private final ManifestStore manifests;
    private final PageStore pages;
    private final BiConsumer<ObjectKey, String> damaged;
    private final Map<ObjectKey, ExpectedSize> sizes = new HashMap<>();
    private final Map<ObjectKey, NeededBlocks> volumes = new HashMap<>();
    private final Map<String, StreamMoves> moves = new HashMap<>();
    private final List<Condemned> condemned = new ArrayList<>();
    private final Set<ObjectKey> ofHead = new HashSet<>();
    private final Set<String> seenPages = new HashSet<>();
    private long readBytes;
    private @Nullable Needs needs;

    /**
     * @param manifests where damage is to be found, of a store that asks no cache
     * @param damaged hears of objects that are missing or damaged, with a message
     */
    public NeededObjects(CommittedState state, ManifestStore manifests, BiConsumer<ObjectKey, String> damaged) {
        this.state = state;
        this.manifests = manifests;
        this.damaged = damaged;
        PageStore stored = new StoredPages(manifests.store());
        this.pages = new PageStore() {
            @Override
            public byte[] read(ListPage page) {
                expect(Layout.page(page.sha256()), page.sizeBytes(), SizeKind.EXACT);
                byte[] bytes = stored.read(page);
                if (seenPages.add(page.sha256())) {
                    readBytes += bytes.length;
                }
                return bytes;
            }

            @Override
            public void write(String sha256, byte[] bytes) {
                throw new UnsupportedOperationException("only reads");
            }
        };
    }

    /** Tells of what is needed from now on. */
    void onNeeded(Needs listener) {
        needs = listener;
    }

    /**
     * Adds what the head itself names: its record and the pages of its lists. Gives the roster, unfinished state
     * included.
     */
    public List<RosterEntry> addHead() {
        expect(Layout.record(state.head().number()), 1, SizeKind.AT_LEAST);
        List<RosterEntry> roster = new ArrayList<>();
        each(RosterEntry.CODEC, state.lists().snapshots(), "the roster", roster::add);
        Map<String, List<MovedBlocks>> moved = new HashMap<>();
        each(
                MovedBlocks.CODEC,
                state.lists().moves(),
                "the list of moves",
                move -> moved.computeIfAbsent(move.stream(), stream -> new ArrayList<>())
                        .add(move));
        moved.forEach((stream, ofStream) -> moves.put(stream, new StreamMoves(ofStream)));
        each(
                Condemned.CODEC,
                state.lists().condemned(),
                "the list of condemned objects, which a cleanup makes anew",
                condemned::add);
        ofHead.addAll(sizes.keySet());
        return roster;
    }

    /** Adds a snapshot and all that it needs; nothing if its manifest cannot be used. Comes after {@link #addHead}. */
    public Optional<Manifest> add(RosterEntry entry) {
        expect(entry.manifest(), entry.sizeBytes(), SizeKind.EXACT);
        if (entry.signed()) {
            expect(Layout.signature(entry.manifest()), 1, SizeKind.AT_LEAST);
        }
        try {
            Manifest manifest = manifests.read(state, entry);
            readBytes += entry.sizeBytes();
            add(manifest);
            return Optional.of(manifest);
        } catch (IntegrityException | FormatException e) {
            damaged.accept(entry.manifest(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Adds what a manifest names, but not itself. Comes after {@link #addHead}. */
    public void add(Manifest manifest) {
        String what = "the needed-set of " + manifest.snapshot();
        Map<String, NeededVolume> last = new HashMap<>(2);
        each(NeededVolume.CODEC, manifest.needed(), what, volume -> {
            NeededVolume before = last.put(volume.stream(), volume);
            if (before != null && volume.firstBlock() < before.endBlock()) {
                damaged.accept(
                        volume.key(),
                        what + " has its blocks begin with " + volume.firstBlock() + ", but has those of "
                                + before.key() + " before it end behind that");
            }
            add(volume, manifest);
        });
    }

    /** Adds objects that are known to be needed, of whatever size. */
    public void add(Set<ObjectKey> objects) {
        objects.forEach(object -> expect(object, 1, SizeKind.AT_LEAST));
    }

    private <T> void each(ItemCodec<T> codec, ClearList<T> list, String what, Consumer<T> consumer) {
        new ListReader<>(codec, pages)
                .each(
                        list,
                        consumer,
                        (page, cause) -> damaged.accept(
                                Layout.page(page.sha256()), "below this page of " + what + ": " + cause.getMessage()));
    }

    private void add(NeededVolume volume, Manifest manifest) {
        StreamMoves moved = moves.getOrDefault(volume.stream(), StreamMoves.NONE);
        boolean agreed = true;
        for (int i = 0; i < volume.blockCount(); i++) {
            if (!volume.isNeeded(i)) {
                continue;
            }
            int block = volume.firstBlock() + i;
            MovedBlocks move = moved.of(block);
            if (move == null) {
                agreed &= blocks(volume.key(), i, volume.inventory(), volume.sizeBytes(), manifest)
                        .run(volume.stream(), volume.firstBlock(), 0, volume.blockCount())
                        .need(i, volume.filled(i));
            } else {
                agreed &= blocks(move.volume(), move.at() + block - move.first(), move.inventory(), -1, manifest)
                        .run(move.stream(), move.first(), move.at(), move.count())
                        .need(block - move.first(), volume.filled(i));
            }
        }
        if (!agreed) {
            damaged.accept(
                    volume.key(),
                    "snapshot " + manifest.snapshot()
                            + " says otherwise than another one how far its blocks are filled");
        }
    }

    /** @param index of the needed block in the volume */
    private NeededBlocks blocks(ObjectKey volume, int index, SectionRef inventory, long sizeBytes, Manifest manifest) {
        NeededBlocks known = volumes.get(volume);
        if (needs != null) {
            needs.object(volume);
            needs.object(inventory.key());
            needs.block(volume, index);
        }
        if (known == null) {
            known = new NeededBlocks(volume, inventory, sizeBytes, manifest);
            volumes.put(volume, known);
            expect(volume, Math.max(sizeBytes, 1), sizeBytes < 0 ? SizeKind.AT_LEAST : SizeKind.EXACT);
            expect(inventory.key(), inventory.offset() + inventory.lengthBytes(), SizeKind.AT_LEAST);
        } else if (!known.inventory().equals(inventory) || known.sizeBytes() != sizeBytes) {
            damaged.accept(
                    volume,
                    "two snapshots describe it in different ways: " + known.sizeBytes() + " bytes by "
                            + known.inventory().key() + ", and " + sizeBytes + " bytes by " + inventory.key());
        }
        return known;
    }

    private void expect(ObjectKey key, long bytes, SizeKind kind) {
        if (needs != null) {
            needs.object(key);
        }
        sizes.merge(
                key,
                new ExpectedSize(bytes, kind),
                (known, other) -> known.kind() == SizeKind.EXACT || known.bytes() >= other.bytes() ? known : other);
    }

    /** Every object that was found to be needed, and its size. */
    public Map<ObjectKey, ExpectedSize> sizes() {
        return sizes;
    }

    /** What was found to be needed although the head condemns it, in the list's order. */
    public List<WronglyCondemned> wronglyCondemned() {
        return condemned.stream()
                .filter(each -> !each.deleted() && sizes.containsKey(each.object()))
                .map(each -> new WronglyCondemned(each, ofHead.contains(each.object())))
                .toList();
    }

    /** What is needed of each volume. */
    public Collection<NeededBlocks> volumes() {
        return volumes.values();
    }

    /** Pages of lists that were read and had the right hash. */
    public int readPages() {
        return seenPages.size();
    }

    /** Bytes of manifests and pages that were read and had the right hash. */
    public long readBytes() {
        return readBytes;
    }
}
