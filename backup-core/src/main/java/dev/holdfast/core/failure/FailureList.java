package dev.holdfast.core.failure;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gathers failures: all are counted, the first ten thousand kept. For one thread. */
public final class FailureList {

    private static final int MAX_KEPT = 10_000;

    private final List<Failure> failures = new ArrayList<>();
    private long count;
    private @Nullable EntryPath last;

    /**
     * An entry fails once: that the attributes of a directory cannot be read is nothing new where it could not be
     * listed.
     */
    public void add(EntryPath path, Problem problem) {
        if (Objects.equals(path, last)) {
            return;
        }
        last = path;
        count++;
        if (failures.size() < MAX_KEPT) {
            failures.add(problem.at(path));
        }
    }

    /** In the order in which they were added. */
    public List<Failure> asAdded() {
        return List.copyOf(failures);
    }

    public List<Failure> inPathOrder() {
        return failures.stream().sorted(Comparator.comparing(Failure::path)).toList();
    }

    public long count() {
        return count;
    }
}
