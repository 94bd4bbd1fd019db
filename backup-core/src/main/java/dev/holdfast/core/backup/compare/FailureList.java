package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import dev.holdfast.core.failure.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers failures: all are counted, the first ten thousand kept. For one thread. */
public final class FailureList {

    private static final int MAX_KEPT = 10_000;

    private final List<Failure> failures = new ArrayList<>();
    private long count;

    public void add(EntryPath path, Problem problem) {
        count++;
        if (failures.size() < MAX_KEPT) {
            failures.add(problem.at(path));
        }
    }

    /** In path order: directories are found to be unreadable before the files that were to be read earlier are. */
    public List<Failure> failures() {
        return failures.stream().sorted(Comparator.comparing(Failure::path)).toList();
    }

    public long count() {
        return count;
    }
}
