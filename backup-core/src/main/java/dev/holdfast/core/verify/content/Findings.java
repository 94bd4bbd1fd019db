package dev.holdfast.core.verify.content;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.core.status.Damaged;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a check counts and finds. Thread-safe. */
public final class Findings {

    private static final int MAX_FINDINGS = 10_000;

    public final LongAdder snapshots = new LongAdder();
    public final LongAdder objects = new LongAdder();
    public final LongAdder hashedObjects = new LongAdder();
    public final LongAdder openedBlocks = new LongAdder();
    public final LongAdder checkedChunks = new LongAdder();
    public final LongAdder comparedEntries = new LongAdder();
    public final LongAdder checkedBytes = new LongAdder();

    private final Set<String> damaged = ConcurrentHashMap.newKeySet();
    private final Map<String, BitSet> damagedBlocks = new HashMap<>();
    private final Set<ObjectKey> absent = ConcurrentHashMap.newKeySet();
    /** A listing that is gone through more than once has the same faults each time. */
    private final Set<Finding> list = new LinkedHashSet<>();

    private long count;

    /**
     * An object is missing or has a wrong size, by the store's listing. Who has tried to read it, has told so already.
     */
    public void absent(ObjectKey object, String message) {
        absent.add(object);
        if (!damaged.contains(object.value())) {
            damaged(object, message);
        }
    }

    /** Whether that was told of an object already. */
    public boolean isAbsent(ObjectKey object) {
        return absent.contains(object);
    }

    public void damaged(ObjectKey object, String message) {
        damaged.add(object.value());
        add(Found.damage(object, message));
    }

    /** @param index among the volume's blocks, from 0 */
    public void damagedBlock(ObjectKey volume, int index, String message) {
        synchronized (this) {
            damagedBlocks.computeIfAbsent(volume.value(), key -> new BitSet()).set(index);
        }
        add(Found.damage(volume, message));
    }

    public synchronized Damaged damaged() {
        return new Damaged(damaged, damagedBlocks);
    }

    public void differs(EntryPath entry, String message) {
        add(Found.difference(entry, message));
    }

    private synchronized void add(Finding finding) {
        if (list.size() == MAX_FINDINGS || list.add(finding)) {
            count++;
        }
    }

    /**
     * Drops what was found of some objects.
     *
     * @return of how many of them something was found
     */
    public synchronized int forget(Set<String> objects) {
        Set<String> forgotten = new HashSet<>(damaged);
        forgotten.addAll(damagedBlocks.keySet());
        forgotten.retainAll(objects);
        damaged.removeAll(objects);
        damagedBlocks.keySet().removeAll(objects);
        int before = list.size();
        list.removeIf(finding -> finding.object().filter(objects::contains).isPresent());
        count -= before - list.size();
        return forgotten.size();
    }

    public synchronized List<Finding> list() {
        return List.copyOf(list);
    }

    public synchronized long count() {
        return count;
    }

    private record Found(Severity severity, Optional<String> object, Optional<EntryPath> path, String message)
            implements Finding {

        static Found damage(ObjectKey object, String message) {
            return new Found(Severity.DAMAGE, Optional.of(object.value()), Optional.empty(), message);
        }

        static Found difference(EntryPath path, String message) {
            return new Found(Severity.DIFFERENCE, Optional.empty(), Optional.of(path), message);
        }

        @Override
        public String toString() {
            String place = object.orElseGet(() -> path.map(EntryPath::toString).orElse(""));
            return place.isEmpty() ? message : place + ": " + message;
        }
    }
}
