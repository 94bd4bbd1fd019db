package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Takes little-endian bytes until its size is reached and drops the rest, so that generators need not count. */
final class Sink {
    private static final int BUFFER_BYTES = 1 << 20;

    private final OutputStream out;
    private final byte[] buffer;
    private final long sizeBytes;
    private long position;
    private int used;

    /** Writes {@code sizeBytes} bytes to {@code out}; the last of them with {@link #flush}. */
    Sink(OutputStream out, long sizeBytes) {
        this.out = out;
        this.buffer = new byte[(int) Math.min(BUFFER_BYTES, sizeBytes)];
        this.sizeBytes = sizeBytes;
    }

    /** Fills {@code target}, starting at {@code from}. */
    Sink(byte[] target, int from) {
        this.out = OutputStream.nullOutputStream();
        this.buffer = target;
        this.used = from;
        this.sizeBytes = target.length - from;
    }

    boolean full() {
        return position == sizeBytes;
    }

    long position() {
        return position;
    }

    void put(int value) throws IOException {
        if (position < sizeBytes) {
            if (used == buffer.length) {
                flush();
            }
            buffer[used++] = (byte) value;
            position++;
        }
    }

    void put(byte[] bytes) throws IOException {
        int done = 0;
        while (done < bytes.length && position < sizeBytes) {
            if (used == buffer.length) {
                flush();
            }
            int length = (int) Math.min(Math.min(bytes.length - done, buffer.length - used), sizeBytes - position);
            System.arraycopy(bytes, done, buffer, used, length);
            done += length;
            used += length;
            position += length;
        }
    }

    void put(String ascii) throws IOException {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
    }

    void putLittleEndian(long value, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            put((int) (value >>> 8 * i));
        }
    }

    /** Decimal, with zeros in front up to {@code width}. */
    void putNumber(long value, int width) throws IOException {
        long power = 1;
        for (int digits = 1; digits < width || value / power >= 10; digits++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            put('0' + (int) (value / power % 10));
        }
    }

    void putHex(long value, int digits) throws IOException {
        for (int i = digits - 1; i >= 0; i--) {
            put(Character.forDigit((int) (value >>> 4 * i) & 0xf, 16));
        }
    }

    void zeros(long count) throws IOException {
        byte[] zeros = new byte[(int) Math.min(count, BUFFER_BYTES)];
        for (long left = count; left > 0; left -= zeros.length) {
            put(left < zeros.length ? Arrays.copyOf(zeros, (int) left) : zeros);
        }
    }

    void alignTo(int bytes) throws IOException {
        zeros((bytes - position % bytes) % bytes);
    }

    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }
}
