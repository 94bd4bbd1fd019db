package dev.holdfast.core.restore;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.arrival.Arrival;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.Planning;
import dev.holdfast.core.work.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Some files whose content is fetched together, each block once. Its size bounds the memory for what is planned. For
 * one thread.
 */
final class Window {

    private static final int MAX_WIDE_FILES = 128;
    /** Planned and not yet written: a piece of a small file holds more than a kilobyte, its entry included. */
    private static final int MAX_AWAITED_PIECES = 2 * Planning.WINDOW_PIECES;

    private record BlockName(String writer, int block) {}

    private final OpenSnapshot snapshot;
    private final Workers workers;
    private final InFlight work;
    private final FirstBlock firstBlock;
    private final Finisher finisher;
    private final BlockFetcher fetcher;
    private final ChunkCheck check = new ChunkCheck();
    private final Semaphore awaited;
    private final Map<BlockName, BlockPieces> blocks = new HashMap<>();
    private final List<Arrival> wide = new ArrayList<>();
    private @Nullable BlockPieces recent;
    private long bytes;
    private int pieces;

    // Of the file that is being added.
    private @Nullable BlockPieces first;
    private boolean isWide;

    Window(RestoreTools tools) {
        this.snapshot = tools.snapshot();
        this.workers = tools.workers();
        this.work = tools.work();
        this.firstBlock = tools.first();
        this.finisher = tools.finisher();
        this.fetcher = tools.fetcher();
        this.awaited = work.permits(MAX_AWAITED_PIECES);
    }

    void beginFile(Arrival file) {
        finisher.begin(file);
        first = null;
        isWide = false;
    }

    /**
     * Plans a chunk or hole of the file that was begun.
     *
     * @param position in the file, in bytes
     */
    void add(Arrival file, long position, ContentItem item) {
        if (item.isHole()) {
            return;
        }
        ChunkRef chunk = item.chunk();
        BlockPieces block = recent;
        if (block == null || !block.is(chunk)) {
            block = blocks.computeIfAbsent(
                    new BlockName(chunk.writer(), chunk.block()),
                    name -> new BlockPieces(
                            name.writer(), name.block(), snapshot.dataOpener(), check, finisher, awaited::release));
            recent = block;
        }
        block.add(file, position, chunk);
        bytes += chunk.length();
        pieces++;
        if (first == null) {
            first = block;
        } else if (first != block && !isWide) {
            isWide = true;
            wide.add(file);
        }
        if (isFull()) {
            // The file goes on in the next window, so it stays open.
            if (!isWide) {
                wide.add(file);
            }
            fetch();
            first = null;
            isWide = false;
        }
    }

    private boolean isFull() {
        return bytes >= Planning.WINDOW_BYTES || pieces >= Planning.WINDOW_PIECES || wide.size() >= MAX_WIDE_FILES;
    }

    /** Begins to fetch what was planned, and is empty then; waits while too much of earlier windows has not come. */
    void fetch() {
        try {
            awaited.acquire(pieces);
            for (Arrival file : wide) {
                finisher.permit(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted", e);
        }
        List<BlockPieces> found = new ArrayList<>(blocks.size());
        for (BlockPieces block : blocks.values()) {
            if (find(block)) {
                firstBlock
                        .take(block.place())
                        .ifPresentOrElse(
                                kept -> work.submit(workers.computing(), () -> block.arrived(kept)),
                                () -> found.add(block));
            }
        }
        blocks.clear();
        wide.clear();
        recent = null;
        bytes = 0;
        pieces = 0;
        fetcher.fetch(found);
    }

    private boolean find(BlockPieces block) {
        try {
            block.liesAt(snapshot.place(block.writer(), block.block()));
            return true;
        } catch (IntegrityException e) {
            block.lost(e);
            return false;
        }
    }
}
