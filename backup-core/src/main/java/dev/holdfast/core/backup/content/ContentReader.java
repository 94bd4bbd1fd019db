package dev.holdfast.core.backup.content;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.core.block.OpenBlock;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.chunking.FastCdc;
import dev.holdfast.core.index.ChunkIndex;
import dev.holdfast.core.index.FoundChunk;
import dev.holdfast.core.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads content, cuts it into chunks, and puts those that are not there yet into blocks. Keeps one buffer and allocates
 * nothing for a chunk. For one thread at a time.
 */
public final class ContentReader {

    /** Room for several of the largest chunks, so that little is moved when the window slides. */
    public static final int WINDOW_BYTES = 2 << 20;

    private static final int READ_BYTES = 256 << 10;
    private static final int HASH_BYTES = 32;

    private final ChunkIndex index;
    private final ContentStore store;
    private final RunCounters counters;
    private final byte[] window = new byte[WINDOW_BYTES];
    private final ByteBuffer windowBuffer = ByteBuffer.wrap(window);
    private final byte[] hash = new byte[HASH_BYTES];
    private final FoundChunk found = new FoundChunk();
    private final MessageDigest digest = Sha256.digest();
    private final BooleanSupplier cancelled;
    private final Runnable pause;
    private @Nullable OpenBlock block;

    /**
     * @param cancelled whether reading shall end soon, with a {@link CancelledException}
     * @param pause is run again and again while a large content is read
     */
    public ContentReader(
            ChunkIndex index, ContentStore store, RunCounters counters, BooleanSupplier cancelled, Runnable pause) {
        this.index = index;
        this.store = store;
        this.counters = counters;
        this.cancelled = cancelled;
        this.pause = pause;
    }

    /**
     * Reads a file up to the length that it had when it was opened.
     *
     * @param chunks is cleared and filled
     */
    public void read(SourceFile file, FastCdc chunker, ChunkList chunks) throws IOException {
        chunks.clear();
        long size = file.metadata().sizeBytes();
        boolean more = true;
        while (more && file.position() < size) {
            long hole = file.skipHole();
            if (hole > 0) {
                pause.run();
                chunks.addHole(hole);
            } else {
                more = readStretch(file, size, chunker, chunks);
            }
        }
    }

    /** Reads up to the next hole or the end; false if the file ends early. */
    private boolean readStretch(SourceFile file, long size, FastCdc chunker, ChunkList chunks) throws IOException {
        int start = 0;
        int end = 0;
        while (true) {
            int wanted = (int) Math.min(Math.min(READ_BYTES, window.length - end), size - file.position());
            int read = file.read(windowBuffer.limit(end + wanted).position(end));
            end += Math.max(0, read);
            boolean endOfStretch = read <= 0 || file.atEndOfData() || file.position() >= size;
            start = cut(chunker, chunks, start, end, endOfStretch);
            if (endOfStretch) {
                return read > 0;
            }
            if (window.length - end < READ_BYTES) {
                end = slide(start, end);
                start = 0;
            }
        }
    }

    private int slide(int start, int end) {
        pause.run();
        System.arraycopy(window, start, window, 0, end - start);
        return end - start;
    }

    /**
     * Reads a stream to its end.
     *
     * @return its length
     */
    public long read(InputStream in, FastCdc chunker, ChunkList chunks) throws IOException {
        chunks.clear();
        long size = 0;
        int start = 0;
        int end = 0;
        while (true) {
            int read = in.read(window, end, Math.min(READ_BYTES, window.length - end));
            boolean endOfStream = read < 0;
            end += Math.max(0, read);
            size += Math.max(0, read);
            start = cut(chunker, chunks, start, end, endOfStream);
            if (endOfStream) {
                return size;
            }
            if (window.length - end < READ_BYTES) {
                end = slide(start, end);
                start = 0;
            }
        }
    }

    /** Takes all chunks that end in the window; gives the start of the next. */
    private int cut(FastCdc chunker, ChunkList chunks, int from, int end, boolean last) {
        int start = from;
        // Before the largest chunk is at hand, a cut that is not found now is looked for again later.
        while (last ? start < end : end - start >= chunker.sizes().maxBytes()) {
            int cut = chunker.next(window, start, end, last);
            if (cut < 0) {
                return start;
            }
            take(chunks, start, cut - start);
            start = cut;
        }
        return start;
    }

    private void take(ChunkList chunks, int offset, int length) {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new CancelledException("interrupted while files were being read");
        }
        Sha256.feed(digest, window, offset, length);
        try {
            digest.digest(hash, 0, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are room enough", e);
        }
        counters.readBytes.add(length);
        if (index.find(hash, found) && found.length() == length) {
            counters.deduplicatedBytes.add(length);
            chunks.addFound(hash, found);
            return;
        }
        OpenBlock open = block;
        if (open != null && !open.hasRoom(length)) {
            endBlock();
            open = null;
        }
        if (open == null) {
            open = store.blocks().open();
            block = open;
        }
        int at = open.add(window, offset, length);
        index.add(hash, open.slot(), at, length);
        chunks.addStored(hash, open.slot(), at, length);
    }

    /** Ends the open block, so that nothing that follows shares it. */
    public void endBlock() {
        OpenBlock open = block;
        block = null;
        if (open != null) {
            store.seal(open);
        }
    }

    /** Drops the open block after a failure of the run. */
    public void abandon() {
        if (block != null) {
            store.blocks().drop(block);
            block = null;
        }
    }
}
