package dev.holdfast.core.selection;

import dev.holdfast.api.selection.Glob;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.selection.SelectionRule;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.source.EntryFilter;
import dev.holdfast.core.source.SourceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Applies the rules of a selection to the entries of one source. Thread-safe; immutable. */
public final class SelectionFilter implements EntryFilter {

    private final Condition[] conditions;
    /** What full paths begin with. */
    private final byte[] prefix;

    private SelectionFilter(Condition[] conditions, byte[] prefix) {
        this.conditions = conditions;
        this.prefix = prefix;
    }

    /**
     * @param root the source as it was given; patterns are compared with it and what follows
     * @throws IOException if its file system must be known and cannot be read
     */
    public static EntryFilter of(Selection selection, Path root) throws IOException {
        if (selection.rules().isEmpty()) {
            return EVERYTHING;
        }
        boolean otherFileSystems = selection.rules().contains(new SelectionRule.OtherFileSystems());
        long fileSystem = otherFileSystems ? (long) Files.getAttribute(root, "unix:dev") : 0;
        byte[] canonical = Glob.canonical(PathBytes.of(root));
        byte[] prefix = Arrays.copyOf(canonical, canonical.length + 1);
        prefix[canonical.length] = '/';
        boolean top = canonical.length == 1 && canonical[0] == '/';
        return new SelectionFilter(
                selection.rules().stream()
                        .map(rule -> Condition.of(rule, fileSystem))
                        .toArray(Condition[]::new),
                top ? canonical : prefix);
    }

    @Override
    public Decision decide(SourceEntry entry) {
        byte[] below = entry.path().bytes();
        byte[] path = Arrays.copyOf(prefix, prefix.length + below.length);
        System.arraycopy(below, 0, path, prefix.length, below.length);
        boolean scan = false;
        for (Condition condition : conditions) {
            Decision decision = condition.decide(path, entry);
            if (decision == Decision.INCLUDE) {
                return Decision.INCLUDE;
            }
            if (decision == Decision.EXCLUDE) {
                return scan ? Decision.SCAN : Decision.EXCLUDE;
            }
            scan |= decision == Decision.SCAN;
        }
        return scan ? Decision.SCAN : Decision.INCLUDE;
    }
}
