package dev.holdfast.core.read;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.work.Unchecked;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A file's content, verified chunk by chunk before it is given out. Fetches the next {@value #AHEAD} blocks in the
 * background. For one thread; closes the snapshot.
 */
final class ContentStream extends InputStream {

    private static final int AHEAD = 3;
    private static final int ZEROS_BYTES = 64 << 10;

    /** Consecutive chunks of one block, fetched already or on the way; or a hole. */
    private record Stretch(long holeBytes, @Nullable CompletableFuture<List<byte[]>> chunks) {}

    private final OpenSnapshot snapshot;
    private final Entry entry;
    private final Workers workers;
    private final ContentCursor items;
    private final ChunkCheck check = new ChunkCheck();
    private final Deque<Stretch> ahead = new ArrayDeque<>();
    private final Deque<byte[]> ready = new ArrayDeque<>();
    private final byte[] zeros = new byte[ZEROS_BYTES];
    private @Nullable ContentItem pushedBack;
    private long holeBytes;
    private int position;
    private long given;
    private boolean closed;
    /** What ended it. It stays so: what comes behind a damaged stretch must not pass for its continuation. */
    private @Nullable Throwable failure;

    ContentStream(OpenSnapshot snapshot, Entry entry, Workers workers) {
        this.snapshot = snapshot;
        this.entry = entry;
        this.workers = workers;
        this.items = new ContentCursor(entry.content(), snapshot.pages());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IOException("the stream was closed");
        }
        Unchecked.rethrow(failure);
        try {
            return length == 0 ? 0 : readSome(target, offset, length);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    private int readSome(byte[] target, int offset, int length) {
        if (holeBytes == 0 && ready.isEmpty() && !advance()) {
            if (given != entry.sizeBytes()) {
                throw new IntegrityException("the content list of \"" + entry.path() + "\" has " + given
                        + " bytes, expected " + entry.sizeBytes());
            }
            return -1;
        }
        int count = holeBytes > 0 ? readZeros(target, offset, length) : readChunk(target, offset, length);
        given += count;
        if (given > entry.sizeBytes()) {
            throw new IntegrityException("the content list of \"" + entry.path() + "\" has more than the expected "
                    + entry.sizeBytes() + " bytes");
        }
        return count;
    }

    private int readZeros(byte[] target, int offset, int length) {
        int count = (int) Math.min(Math.min(length, holeBytes), ZEROS_BYTES);
        System.arraycopy(zeros, 0, target, offset, count);
        holeBytes -= count;
        return count;
    }

    private int readChunk(byte[] target, int offset, int length) {
        byte[] chunk = ready.element();
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, count);
        position += count;
        if (position == chunk.length) {
            ready.remove();
            position = 0;
        }
        return count;
    }

    /** Takes the next stretch; false at the end. */
    private boolean advance() {
        while (ahead.size() < AHEAD) {
            Stretch next = begin();
            if (next == null) {
                break;
            }
            ahead.add(next);
        }
        Stretch stretch = ahead.poll();
        if (stretch == null) {
            return false;
        }
        holeBytes = stretch.holeBytes();
        if (stretch.chunks() != null) {
            ready.addAll(await(stretch.chunks()));
        }
        return true;
    }

    private List<byte[]> await(CompletableFuture<List<byte[]>> chunks) {
        try {
            return chunks.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while reading \"" + entry.path() + "\"", e);
        } catch (ExecutionException e) {
            Unchecked.rethrow(e.getCause());
            throw new IllegalStateException("cannot read \"" + entry.path() + "\"", e.getCause());
        }
    }

    private @Nullable Stretch begin() {
        ContentItem first = nextItem();
        if (first == null) {
            return null;
        }
        if (first.isHole()) {
            return new Stretch(first.lengthBytes(), null);
        }
        List<ChunkRef> chunks = new ArrayList<>();
        ContentItem item = first;
        long bytes = 0;
        while (item != null
                && !item.isHole()
                && isBeside(first.chunk(), item.chunk())
                && bytes < snapshot.manifest().blockBytes()) {
            chunks.add(item.chunk());
            bytes += item.lengthBytes();
            item = nextItem();
        }
        pushedBack = item;
        return new Stretch(0, CompletableFuture.supplyAsync(() -> load(chunks), workers.transfers()));
    }

    private @Nullable ContentItem nextItem() {
        ContentItem item = pushedBack;
        pushedBack = null;
        return item != null ? item : items.hasNext() ? items.next() : null;
    }

    private static boolean isBeside(ChunkRef one, ChunkRef other) {
        return one.block() == other.block() && one.writer().equals(other.writer());
    }

    private List<byte[]> load(List<ChunkRef> chunks) {
        ChunkRef first = chunks.get(0);
        BlockPlace place = snapshot.place(first);
        byte[] sealed = snapshot.fetch(place);
        String object = "block " + first.block() + " of data/" + first.writer() + " in " + place.volume();
        return snapshot.dataOpener().open(new SealedBlock(ByteBuffer.wrap(sealed), place.sha256()), object, content -> {
            List<byte[]> bytes = new ArrayList<>(chunks.size());
            for (ChunkRef chunk : chunks) {
                byte[] copy = new byte[chunk.length()];
                check.chunk(content, chunk).get(copy);
                bytes.add(copy);
            }
            return bytes;
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ready.clear();
            for (Stretch stretch : ahead) {
                if (stretch.chunks() != null) {
                    // It uses the snapshot's decoders.
                    stretch.chunks().handle((chunks, failure) -> chunks).join();
                }
            }
            ahead.clear();
            snapshot.close();
        }
    }
}
