package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.failure.FailureList;
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

    public final LongAdder restoredEntries = new LongAdder();
    public final LongAdder restoredBytes = new LongAdder();
    public final LongAdder equalEntries = new LongAdder();
    public final LongAdder keptEntries = new LongAdder();

    private final FailureList failures = new FailureList();
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
        failures.add(path, problem);
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
        return failures.asAdded();
    }

    public synchronized long failureCount() {
        return failures.count();
    }

    public synchronized List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        shortfalls.forEach((kind, shortfall) -> notices.add(Notice.of(
                Notice.Kind.NOT_APPLIED,
                kind.text() + " on " + shortfall.count + (shortfall.count == 1 ? " entry" : " entries")
                        + "; the first: " + shortfall.first)));
        return notices;
    }

    public long entries() {
        return restoredEntries.sum() + equalEntries.sum() + keptEntries.sum();
    }
}
