package dev.holdfast.core.find;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.find.Find;
import dev.holdfast.api.find.FoundEntry;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.selection.Glob;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.StoredSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gathers what to look for, and looks. Not thread-safe. */
public final class FindRequest implements Find {

    private final Function<Snapshot, StoredSnapshot> own;
    private final Supplier<List<Snapshot>> all;
    private final Sought sought = new Sought();
    private final List<StoredSnapshot> chosen = new ArrayList<>();
    private boolean ran;

    /**
     * @param own makes sure that a snapshot belongs to the repository
     * @param all the repository's snapshots
     */
    public FindRequest(Function<Snapshot, StoredSnapshot> own, Supplier<List<Snapshot>> all) {
        this.own = own;
        this.all = all;
    }

    @Override
    public Find path(EntryPath path) {
        sought.path(path);
        return this;
    }

    @Override
    public Find matching(Glob pattern) {
        sought.pattern(pattern);
        return this;
    }

    @Override
    public Find type(EntryType type) {
        sought.condition(entry -> entry.type() == type);
        return this;
    }

    @Override
    public Find minSize(long bytes) {
        sought.condition(entry -> entry.type() == EntryType.FILE && entry.sizeBytes() >= bytes);
        return this;
    }

    @Override
    public Find maxSize(long bytes) {
        sought.condition(entry -> entry.type() == EntryType.FILE && entry.sizeBytes() <= bytes);
        return this;
    }

    @Override
    public Find modifiedSince(Instant time) {
        sought.condition(entry -> !entry.modified().isBefore(time));
        return this;
    }

    @Override
    public Find modifiedBefore(Instant time) {
        sought.condition(entry -> entry.modified().isBefore(time));
        return this;
    }

    @Override
    public Find snapshot(Snapshot snapshot) {
        chosen.add(own.apply(snapshot));
        return this;
    }

    @Override
    public List<FoundEntry> run() {
        if (ran) {
            throw new IllegalStateException("this search was run already");
        }
        ran = true;
        List<StoredSnapshot> snapshots = new ArrayList<>(chosen);
        if (snapshots.isEmpty()) {
            all.get().forEach(snapshot -> snapshots.add(own.apply(snapshot)));
        }
        snapshots.sort(Comparator.comparing(StoredSnapshot::time));
        Walk walk = new Walk(sought);
        Histories histories = new Histories();
        for (StoredSnapshot snapshot : snapshots) {
            try (OpenSnapshot open = snapshot.open()) {
                List<Entry> found = walk.found(open.root().listing(), open.pages());
                histories.add(snapshot, found);
            }
        }
        return histories.all();
    }
}
