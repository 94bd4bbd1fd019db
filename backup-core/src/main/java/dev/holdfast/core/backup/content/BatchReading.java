package dev.holdfast.core.backup.content;

import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.chunking.Chunking;
import dev.holdfast.core.index.ChunkIndex;
import dev.holdfast.core.posix.Posix;
import java.time.InstantSource;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * What a worker does with a batch: reads it with a reader that nobody else uses. Ends the run if that fails.
 * Thread-safe.
 */
public final class BatchReading implements Consumer<FileBatch> {

    private final ChunkIndex index;
    private final ContentStore store;
    private final BlockSlots slots;
    private final Chunking chunking;
    private final Posix posix;
    private final ApplicationStreams streams;
    private final InstantSource fileClock;
    private final RunCounters counters;
    private final Runnable pause;
    private final Deque<ContentReader> readers = new ConcurrentLinkedDeque<>();
    private volatile boolean cancelled;

    /**
     * @param slots of the stream of content; whoever waits for a number there hears of the failure
     * @param streamThreads makes a thread for each stream of a named source
     * @param fileClock gives the time by which file systems stamp files
     * @param pause is run again and again, by whoever reads, while a large content is read
     */
    public BatchReading(
            ChunkIndex index,
            ContentStore store,
            BlockSlots slots,
            Chunking chunking,
            Posix posix,
            ThreadFactory streamThreads,
            InstantSource fileClock,
            RunCounters counters,
            Runnable pause) {
        this.index = index;
        this.store = store;
        this.slots = slots;
        this.chunking = chunking;
        this.posix = posix;
        this.streams = new ApplicationStreams(streamThreads);
        this.fileClock = fileClock;
        this.counters = counters;
        this.pause = pause;
    }

    @Override
    public void accept(FileBatch batch) {
        ContentReader reader = readers.pollFirst();
        if (reader == null) {
            reader = new ContentReader(index, store, counters, () -> cancelled, pause);
        }
        counters.current = batch.path();
        try {
            batch.call(reader, chunking, posix, streams, fileClock);
        } catch (RuntimeException | Error e) {
            slots.fail(e);
            throw e;
        } finally {
            readers.addFirst(reader);
        }
    }

    /** Ends what is being read, soon; a stream that hangs is left behind. */
    public void cancel() {
        cancelled = true;
        streams.abandon();
    }
}
