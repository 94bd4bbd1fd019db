package dev.holdfast.core.find;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.find.EntryVersion;
import dev.holdfast.api.find.FoundEntry;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.delta.EntryComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been at each path that was found, snapshot after snapshot. For one thread. */
final class Histories {

    private record Version(SnapshotEntry entry, Snapshot first, Snapshot last, int snapshots) implements EntryVersion {

        @Override
        public String toString() {
            return entry.type() + " of " + entry.sizeBytes() + " bytes, modified " + entry.modified() + ", in "
                    + (snapshots == 1 ? first : snapshots + " snapshots from " + first.id() + " to " + last.id());
        }
    }

    private record History(EntryPath path, List<EntryVersion> versions) implements FoundEntry {

        @Override
        public String toString() {
            return path + ": " + versions;
        }
    }

    /** A version that may go on. */
    private static final class Open {
        final Entry entry;
        final Snapshot first;
        Snapshot last;
        int lastNumber;
        int count = 1;

        Open(Entry entry, Snapshot first, int number) {
            this.entry = entry;
            this.first = first;
            this.last = first;
            this.lastNumber = number;
        }
    }

    private final Map<EntryPath, List<Open>> histories = new TreeMap<>();
    private int snapshots;

    /** Adds what was found in the next snapshot. */
    void add(Snapshot snapshot, List<Entry> found) {
        snapshots++;
        for (Entry entry : found) {
            List<Open> versions = histories.computeIfAbsent(entry.path(), path -> new ArrayList<>(1));
            Open last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
            if (last != null && last.lastNumber == snapshots - 1 && isSame(last, entry, snapshot)) {
                last.last = snapshot;
                last.lastNumber = snapshots;
                last.count++;
            } else {
                versions.add(new Open(entry, snapshot, snapshots));
            }
        }
    }

    private static boolean isSame(Open version, Entry now, Snapshot snapshot) {
        Entry then = version.entry;
        // Another chain cuts content differently, and a hard link has none of its own.
        boolean comparable = version.first.chain().equals(snapshot.chain())
                && then.hardLinkTo().isEmpty()
                && now.hardLinkTo().isEmpty();
        boolean sameContent = then.sizeBytes() == now.sizeBytes()
                && (then.content().isSame(now.content())
                        || !comparable && then.modified().equals(now.modified()));
        return then == now || EntryComparison.aspects(then, now, sameContent).isEmpty();
    }

    /** All histories, in path order. */
    List<FoundEntry> all() {
        List<FoundEntry> all = new ArrayList<>();
        histories.forEach((path, versions) -> {
            List<EntryVersion> list = new ArrayList<>();
            for (Open open : versions) {
                list.add(new Version(open.entry, open.first, open.last, open.count));
            }
            all.add(new History(path, List.copyOf(list)));
        });
        return List.copyOf(all);
    }
}
