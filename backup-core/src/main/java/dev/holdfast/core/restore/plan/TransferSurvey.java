package dev.holdfast.core.restore.plan;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.arrival.Candidate;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.fetch.NearBlocks;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.Originals;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.target.TargetDirectory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks what was chosen and finds the blocks that must be read, where they lie now. Files that are in place and equal
 * need none. For one thread.
 */
final class TransferSurvey {

    private record BlockName(String writer, int block) {}

    private final OpenSnapshot snapshot;
    private final Originals originals;
    private final Conflicts conflicts;
    private final Tally tally;
    private final boolean ignoresCase;
    private final Map<BlockName, Optional<BlockPlace>> window = new HashMap<>();
    private final SortedMap<ObjectKey, Long> transferBytes = new TreeMap<>();
    private long windowBytes;
    private int windowPieces;
    private long files;
    private long contentBytes;
    private long requests;

    /**
     * @param tally counts what would fail
     * @param ignoresCase whether the target seems to
     */
    TransferSurvey(OpenSnapshot snapshot, Conflicts conflicts, Tally tally, boolean ignoresCase) {
        this.snapshot = snapshot;
        this.originals = snapshot.originals();
        this.conflicts = conflicts;
        this.tally = tally;
        this.ignoresCase = ignoresCase;
    }

    /**
     * @param target null if it is not there
     * @throws CancelledException if the thread is interrupted
     */
    void add(Choice choice, @Nullable TargetDirectory target) {
        EntryPath from = choice.path();
        Foresight foresight = new Foresight(target, ignoresCase, conflicts, tally);
        Set<EntryPath> adopted = new HashSet<>();
        ListingCursor cursor = snapshot.from(from);
        while (cursor.next() && cursor.entry().path().startsWith(from)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted; nothing was restored");
            }
            Entry entry = cursor.entry();
            if (choice.isElsewhere(entry.path()) || choice.hasTarget() && isLeft(choice, entry, target, foresight)) {
                continue;
            }
            Content content = content(entry, choice.base().path(), adopted);
            if (content != null && entry.sizeBytes() > 0) {
                add(entry, content);
            }
        }
        endWindow();
    }

    /** Whether nothing would be written for an entry, since it cannot be or is there. */
    private boolean isLeft(Choice choice, Entry entry, @Nullable TargetDirectory target, Foresight foresight) {
        EntryPath path;
        try {
            path = choice.inside(entry.path());
        } catch (IllegalArgumentException e) {
            // It will be a failure of the restore.
            return true;
        }
        if (foresight.isLeftOut(entry, path)) {
            return true;
        }
        if (target == null || entry.type() == EntryType.DIRECTORY || entry.failed()) {
            return false;
        }
        return !conflicts.wouldWrite(new Candidate(entry, originals.contentOf(entry), path, target, false));
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
        return originals
                .find(original)
                .filter(first -> !first.failed())
                .map(Entry::content)
                .orElse(null);
    }

    private void add(Entry entry, Content content) {
        files++;
        contentBytes += entry.sizeBytes();
        for (ContentCursor items = ContentCursor.of(entry, content, snapshot.pages()); items.hasNext(); ) {
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
