package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.target.Unapplied;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What a restore counts and has to tell. Thread-safe. */
public final class Tally {

    private static final int MAX_FAILURES = 10_000;

    public final LongAdder restoredEntries = new LongAdder();
    public final LongAdder restoredBytes = new LongAdder();
    public final LongAdder equalEntries = new LongAdder();
    public final LongAdder keptEntries = new LongAdder();

    private final List<Failure> failures = new ArrayList<>();
    private long failureCount;
    private final Map<Unapplied.Kind, Shortfall> shortfalls = new EnumMap<>(Unapplied.Kind.class);

    /** How often something could not be applied, and where first. */
    private static final class Shortfall {
        final String first;
        long count;

        Shortfall(String first) {
            this.first = first;
        }
    }

    public synchronized void failed(EntryPath path, Problem problem) {
        failureCount++;
        if (failures.size() < MAX_FAILURES) {
            failures.add(problem.at(path));
        }
    }

    public void unapplied(EntryPath path, List<Unapplied> parts) {
        if (!parts.isEmpty()) {
            note(path, parts);
        }
    }

    private synchronized void note(EntryPath path, List<Unapplied> parts) {
        Set<Unapplied.Kind> counted = EnumSet.noneOf(Unapplied.Kind.class);
        for (Unapplied part : parts) {
            Shortfall shortfall = shortfalls.computeIfAbsent(
                    part.kind(),
                    kind -> new Shortfall(
                            new Problem(Kind.OTHER, part.message()).at(path).toString()));
            if (counted.add(part.kind())) {
                shortfall.count++;
            }
        }
    }

    public synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    public synchronized long failureCount() {
        return failureCount;
    }

    public synchronized List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        shortfalls.forEach((kind, shortfall) -> notices.add(new Notice(
                Notice.Kind.NOT_APPLIED,
                kind.text() + " on " + shortfall.count + (shortfall.count == 1 ? " entry" : " entries")
                        + "; the first: " + shortfall.first)));
        return notices;
    }

    public long entries() {
        return restoredEntries.sum() + equalEntries.sum() + keptEntries.sum();
    }
}
