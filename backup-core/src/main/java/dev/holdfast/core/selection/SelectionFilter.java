package dev.holdfast.core.selection;

import dev.holdfast.api.backup.Selection;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.source.EntryFilter;
import dev.holdfast.core.source.SourceEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Applies the rules of a selection to the entries of one source. Thread-safe; immutable. */
public final class SelectionFilter implements EntryFilter {

    private record CompiledRule(Selection.Sense sense, GlobPattern pattern) {}

    private final List<CompiledRule> rules;
    private final String prefix;

    private SelectionFilter(List<CompiledRule> rules, String prefix) {
        this.rules = rules;
        this.prefix = prefix;
    }

    /** @param root the source as it was given, as bytes; patterns are compared with it and what follows */
    public static SelectionFilter of(Selection selection, byte[] root) {
        String given = new String(root, StandardCharsets.ISO_8859_1);
        return new SelectionFilter(
                selection.rules().stream()
                        .map(rule -> new CompiledRule(rule.sense(), new GlobPattern(rule.pattern())))
                        .toList(),
                given.endsWith("/") ? given : given + "/");
    }

    @Override
    public Decision decide(SourceEntry entry) {
        if (rules.isEmpty()) {
            return Decision.INCLUDE;
        }
        boolean directory = entry.hasMetadata() && entry.metadata().type() == EntryType.DIRECTORY;
        return decide(prefix + new String(entry.path().bytes(), StandardCharsets.ISO_8859_1), directory);
    }

    Decision decide(String path, boolean directory) {
        boolean scan = false;
        for (CompiledRule rule : rules) {
            if (rule.pattern().matches(path, directory)) {
                if (rule.sense() == Selection.Sense.INCLUDE) {
                    return Decision.INCLUDE;
                }
                return scan ? Decision.SCAN : Decision.EXCLUDE;
            }
            scan |= directory
                    && rule.sense() == Selection.Sense.INCLUDE
                    && rule.pattern().mayMatchBelow(path);
        }
        return scan ? Decision.SCAN : Decision.INCLUDE;
    }
}
