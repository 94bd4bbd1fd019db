package dev.holdfast.core.restore.plan;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.arrival.Candidate;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.fetch.NearBlocks;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks what was chosen and finds the blocks that must be read, where they lie now. Files that are in place and equal need none.
 * For one thread.
 */
final class Survey {

    private record BlockName(String writer, int block) {}

    private final OpenSnapshot snapshot;
    private final Conflicts conflicts;
    private final Map<BlockName, Optional<BlockPlace>> window = new HashMap<>();
    private final SortedMap<ObjectKey, Long> transferBytes = new TreeMap<>();
    private long windowBytes;
    private int windowPieces;
    private long files;
    private long contentBytes;
    private long requests;

    Survey(OpenSnapshot snapshot, Conflicts conflicts) {
        this.snapshot = snapshot;
        this.conflicts = conflicts;
    }

    /**
     * @param target null if it is not there
     * @throws CancelledException if the thread is interrupted
     */
    void add(Choice choice, @Nullable TargetDirectory target) {
        walk(choice, target == null ? null : choice.in(target, false));
        endWindow();
    }

    private void walk(Choice choice, @Nullable Destination present) {
        EntryPath from = choice.path();
        Set<EntryPath> adopted = new HashSet<>();
        ListingCursor cursor = snapshot.from(from);
        while (cursor.next() && cursor.entry().path().startsWith(from)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted; nothing was restored");
            }
            Entry entry = cursor.entry();
            if (choice.isElsewhere(entry.path())) {
                continue;
            }
            Content content = content(entry, choice.base().path(), adopted);
            if (content != null && entry.sizeBytes() > 0 && mustFetch(entry, content, present)) {
                add(entry, content);
            }
        }
    }

    /** What an entry has to get; null if it gets none, or by a link to a file that is restored too. */
    private @Nullable Content content(Entry entry, EntryPath from, Set<EntryPath> adopted) {
        if (entry.type() != EntryType.FILE || entry.failed()) {
            return null;
        }
        EntryPath original = entry.hardLinkTo().orElse(null);
        if (original == null) {
            return entry.content();
        }
        if (original.startsWith(from) || !adopted.add(original)) {
            return null;
        }
        return snapshot.find(original)
                .filter(first -> !first.failed())
                .map(Entry::content)
                .orElse(null);
    }

    private boolean mustFetch(Entry entry, Content content, @Nullable Destination present) {
        if (present == null) {
            return true;
        }
        try {
            EntryPath path = present.map(entry.path());
            return conflicts.needsContent(new Candidate(entry, content, path, present.target(), false));
        } catch (IOException | IllegalArgumentException e) {
            // It will be a failure of the restore.
            return false;
        }
    }

    private void add(Entry entry, Content content) {
        files++;
        contentBytes += entry.sizeBytes();
        for (ContentCursor items = new ContentCursor(content, snapshot.pages()); items.hasNext(); ) {
            ContentItem item = items.next();
            if (!item.isHole()) {
                ChunkRef chunk = item.chunk();
                window.computeIfAbsent(new BlockName(chunk.writer(), chunk.block()), this::place);
                windowBytes += chunk.length();
                windowPieces++;
                if (windowBytes >= Planning.WINDOW_BYTES || windowPieces >= Planning.WINDOW_PIECES) {
                    endWindow();
                }
            }
        }
    }

    private Optional<BlockPlace> place(BlockName name) {
        try {
            return Optional.of(snapshot.place(name.writer(), name.block()));
        } catch (IntegrityException e) {
            // Its files will be failures of the restore.
            return Optional.empty();
        }
    }

    private void endWindow() {
        var runs = NearBlocks.<BlockPlace>group(
                window.values().stream().flatMap(Optional::stream).toList(), place -> place);
        for (var run : runs) {
            requests++;
            transferBytes.merge(run.volume(), run.lengthBytes(), Long::sum);
        }
        window.clear();
        windowBytes = 0;
        windowPieces = 0;
    }

    /** What would be read of each volume. */
    SortedMap<ObjectKey, Long> transferBytes() {
        return transferBytes;
    }

    long files() {
        return files;
    }

    long contentBytes() {
        return contentBytes;
    }

    long requests() {
        return requests;
    }
}
