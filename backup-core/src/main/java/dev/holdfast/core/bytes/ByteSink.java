package dev.holdfast.core.bytes;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Bytes in memory that grow at the end. Its array may be looked at without a copy. Not thread-safe. */
public final class ByteSink extends OutputStream {

    private byte[] bytes;
    private int size;

    public ByteSink() {
        this(1024);
    }

    public ByteSink(int capacityBytes) {
        bytes = new byte[Math.max(16, capacityBytes)];
    }

    @Override
    public void write(int b) {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
        }
    }

    public int size() {
        return size;
    }

    /** The array behind it, of which the first {@link #size()} bytes count; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written behind a size, and keeps the memory. */
    public void truncate(int newSize) {
        size = Objects.checkIndex(newSize, size + 1);
    }
}
