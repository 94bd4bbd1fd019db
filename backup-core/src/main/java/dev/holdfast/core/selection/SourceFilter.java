package dev.holdfast.core.selection;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.source.EntryFilter;
import dev.holdfast.core.source.SourceEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;

/** What a selection takes of one source, less the places where Holdfast itself writes. Thread-safe. */
public final class SourceFilter implements EntryFilter {

    private final EntryFilter selection;
    private final OwnPlaces own;
    private final ConcurrentSkipListMap<EntryPath, Path> met = new ConcurrentSkipListMap<>();

    private SourceFilter(EntryFilter selection, OwnPlaces own) {
        this.selection = selection;
        this.own = own;
    }

    /**
     * @param root the source as it was given
     * @throws IOException if its file system must be known and cannot be read
     */
    public static SourceFilter of(Selection selection, Path root, OwnPlaces own) throws IOException {
        return new SourceFilter(SelectionFilter.of(selection, root), own);
    }

    @Override
    public Decision decide(SourceEntry entry) {
        Decision decision = selection.decide(entry);
        if (decision == Decision.EXCLUDE || !own.contains(entry.metadata())) {
            return decision;
        }
        if (decision == Decision.INCLUDE) {
            met.put(entry.path(), entry.location());
        }
        return Decision.EXCLUDE;
    }

    /** What the selection alone says. */
    EntryFilter selection() {
        return selection;
    }

    /** Own places that were left out so far although the selection takes them. */
    public Collection<Path> ownPlaces() {
        return met.values();
    }

    /** Whether an entry is, or lies in, such a place that the scan has come to. */
    boolean isOwn(EntryPath path) {
        return met.keySet().stream().anyMatch(path::startsWith);
    }
}
