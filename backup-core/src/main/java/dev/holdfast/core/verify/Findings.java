package dev.holdfast.core.verify;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.verify.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a check counts and finds. Thread-safe. */
final class Findings {

    private static final int MAX_FINDINGS = 10_000;

    final LongAdder snapshots = new LongAdder();
    final LongAdder objects = new LongAdder();
    final LongAdder hashedObjects = new LongAdder();
    final LongAdder openedBlocks = new LongAdder();
    final LongAdder checkedChunks = new LongAdder();
    final LongAdder comparedEntries = new LongAdder();
    final LongAdder checkedBytes = new LongAdder();

    private final Set<String> damaged = ConcurrentHashMap.newKeySet();
    private final Set<ObjectKey> absent = ConcurrentHashMap.newKeySet();
    private final List<Finding> list = new ArrayList<>();
    private long count;

    /** An object is missing or has a wrong size, by the store's listing. Who has tried to read it, has told so already. */
    void absent(ObjectKey object, String message) {
        absent.add(object);
        if (!damaged.contains(object.value())) {
            damaged(object, message);
        }
    }

    /** Whether that was told of an object already. */
    boolean isAbsent(ObjectKey object) {
        return absent.contains(object);
    }

    void damaged(ObjectKey object, String message) {
        damaged(object.value(), message);
    }

    /** @param object a key, or the path of an entry */
    void damaged(String object, String message) {
        damaged.add(object);
        add(new Finding(Finding.Severity.DAMAGE, object, message));
    }

    /** Keys of objects, and paths of entries, with damage. */
    Set<String> damaged() {
        return new HashSet<>(damaged);
    }

    void differs(String path, String message) {
        add(new Finding(Finding.Severity.DIFFERENCE, path, message));
    }

    private synchronized void add(Finding finding) {
        count++;
        if (list.size() < MAX_FINDINGS) {
            list.add(finding);
        }
    }

    /**
     * Drops what was found of some objects.
     *
     * @return of how many of them something was found
     */
    synchronized int forget(Set<String> objects) {
        Set<String> forgotten = damaged();
        forgotten.retainAll(objects);
        damaged.removeAll(objects);
        int before = list.size();
        list.removeIf(finding -> objects.contains(finding.object()));
        count -= before - list.size();
        return forgotten.size();
    }

    synchronized List<Finding> list() {
        return List.copyOf(list);
    }

    synchronized long count() {
        return count;
    }
}
