package dev.holdfast.core.block;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.work.Unchecked;
import dev.holdfast.core.work.UninterruptibleWait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lays the sealed blocks of one stream into volumes and stores each volume when it is full, in the background.
 *
 * <p>Thread-safe. The number of volumes under way is bounded by the memory account: {@link #append} waits for it. After
 * the first failed upload every call fails in the same way.
 */
public final class VolumeWriter {

    private final long volumeBytes;
    private final IntFunction<ObjectKey> keys;
    private final SegmentPool pool;
    private final BiConsumer<ObjectKey, ObjectBody> upload;
    private final Runnable interrupted;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable VolumeBuffer open;
    private List<WrittenBlock> openBlocks = new ArrayList<>();
    private int nextBlock;
    private int nextVolume = 1;
    private final List<CompletableFuture<WrittenVolume>> underWay = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean isAbandoned;

    /**
     * @param volumeBytes a volume is stored before a block would make it longer than this
     * @param keys the key of the n-th volume, from 1
     * @param upload stores a volume; returns when it is durable
     * @param interrupted hears that a thread was interrupted which waits for the store all the same
     * @param executor runs the uploads
     */
    public VolumeWriter(
            long volumeBytes,
            IntFunction<ObjectKey> keys,
            SegmentPool pool,
            BiConsumer<ObjectKey, ObjectBody> upload,
            Runnable interrupted,
            Executor executor) {
        this.volumeBytes = volumeBytes;
        this.keys = keys;
        this.pool = pool;
        this.upload = upload;
        this.interrupted = interrupted;
        this.executor = executor;
    }

    /**
     * Adds a sealed block.
     *
     * @param sealed copied
     * @return its number in the stream
     */
    public int append(byte[] sealed, int length, int contentBytes, byte[] sha256) {
        return locked(() -> appendBlock(sealed, length, contentBytes, sha256));
    }

    /** Whoever has the lock may be waiting for the store, by way of memory. */
    private <T> T locked(Supplier<T> action) {
        UninterruptibleWait.untilDone(lock::lockInterruptibly, interrupted);
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private int appendBlock(byte[] sealed, int length, int contentBytes, byte[] sha256) {
        failIfBroken();
        if (open != null
                && (open.sizeBytes() + length > volumeBytes || openBlocks.size() == WrittenVolume.MAX_BLOCKS)) {
            storeOpen();
        }
        if (open == null) {
            open = new VolumeBuffer(pool);
        }
        try {
            open.append(sealed, 0, length);
        } catch (RuntimeException | Error e) {
            // What lies there now is no block, and none can follow it.
            fail(e);
            throw e;
        }
        openBlocks.add(new WrittenBlock(length, contentBytes, sha256));
        return nextBlock++;
    }

    /** Begins to store what there is. */
    public void store() {
        locked(() -> {
            storeOpen();
            return null;
        });
    }

    private void storeOpen() {
        VolumeBuffer buffer = open;
        if (buffer == null) {
            return;
        }
        ObjectKey key = keys.apply(nextVolume++);
        WrittenVolume volume = new WrittenVolume(key, buffer.sizeBytes(), nextBlock - openBlocks.size(), openBlocks);
        open = null;
        openBlocks = new ArrayList<>();
        try {
            underWay.add(CompletableFuture.supplyAsync(() -> put(volume, buffer), executor));
        } catch (RuntimeException | Error e) {
            fail(e);
            buffer.release();
            throw e;
        }
    }

    private WrittenVolume put(WrittenVolume volume, VolumeBuffer buffer) {
        try {
            // It may have had to wait for its turn.
            if (isAbandoned) {
                throw new CancelledException("given up before " + volume.key() + " was stored");
            }
            upload(volume.key(), buffer);
            return volume;
        } finally {
            buffer.release();
        }
    }

    private void upload(ObjectKey key, VolumeBuffer buffer) {
        try {
            failIfBroken();
            upload.accept(key, buffer);
        } catch (Throwable e) {
            fail(e);
            throw e;
        }
    }

    /**
     * Stores what there is and waits until all volumes are durable.
     *
     * @return those that were stored since the last call, in order
     */
    public List<WrittenVolume> flush() {
        return locked(this::storeAll);
    }

    private List<WrittenVolume> storeAll() {
        failIfBroken();
        storeOpen();
        List<WrittenVolume> stored = new ArrayList<>();
        try {
            for (CompletableFuture<WrittenVolume> volume : underWay) {
                UninterruptibleWait.untilOver(volume, interrupted);
                stored.add(volume.join());
            }
        } catch (CompletionException e) {
            failIfBroken();
            throw e.getCause() instanceof CancelledException cancelled ? cancelled : e;
        }
        underWay.clear();
        return stored;
    }

    /** Waits until nothing is under way and releases the memory; what is not stored yet never will be. */
    public void abandon() {
        isAbandoned = true;
        locked(() -> {
            dropAll();
            return null;
        });
    }

    private void dropAll() {
        for (CompletableFuture<WrittenVolume> volume : underWay) {
            UninterruptibleWait.untilOver(volume, interrupted);
        }
        underWay.clear();
        if (open != null) {
            open.release();
            open = null;
        }
    }

    /** The first one counts: those that follow may only be its consequences. */
    private void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    private void failIfBroken() {
        Throwable cause = failure.get();
        Unchecked.rethrow(cause);
        if (cause != null) {
            throw new IllegalStateException("a volume could not be stored", cause);
        }
    }
}
