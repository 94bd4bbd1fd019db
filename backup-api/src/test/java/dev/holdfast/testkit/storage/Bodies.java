package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.ObjectBody;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Object bodies for tests: good ones, and ones that break or lie about their size. */
public final class Bodies {

    private static final int BLOCK_BYTES = 8192;

    private Bodies() {}

    /** Opens the bytes of a body. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    public static ObjectBody from(long sizeBytes, Source source) {
        return new ObjectBody() {
            @Override
            public long sizeBytes() {
                return sizeBytes;
            }

            @Override
            public InputStream open() throws IOException {
                return source.open();
            }
        };
    }

    /** A text in UTF-8. */
    public static ObjectBody of(String text) {
        return ObjectBody.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as a text in UTF-8. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static ObjectBody filled(byte value, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        Arrays.fill(bytes, value);
        return ObjectBody.of(bytes);
    }

    /** The first {@code sizeBytes} of an endless sequence that the seed fixes; made while it is read. */
    public static ObjectBody random(long seed, long sizeBytes) {
        return from(sizeBytes, () -> new RandomStream(seed, sizeBytes));
    }

    /** The same bytes as {@link #random} in an array. */
    public static byte[] randomBytes(long seed, int sizeBytes) {
        return new RandomStream(seed, sizeBytes).readAll();
    }

    /** Delivers some of a body's bytes and then fails, each time that it is opened. */
    public static ObjectBody breaking(ObjectBody body, long afterBytes) {
        return from(body.sizeBytes(), () -> new BreakingStream(body.open(), afterBytes));
    }

    /** Fails as {@link #breaking} when it is opened first, and is whole from then on. */
    public static ObjectBody breakingOnce(ObjectBody body, long afterBytes) {
        AtomicBoolean broken = new AtomicBoolean();
        return from(
                body.sizeBytes(),
                () -> broken.getAndSet(true) ? body.open() : new BreakingStream(body.open(), afterBytes));
    }

    /** Announces one size and delivers other bytes. */
    public static ObjectBody lying(long announcedBytes, byte[] delivered) {
        return from(announcedBytes, () -> new ByteArrayInputStream(delivered));
    }

    /** Fails once a number of bytes was read. */
    static final class BreakingStream extends FilterInputStream {

        private long left;

        BreakingStream(InputStream in, long afterBytes) {
            super(in);
            this.left = afterBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                throw new IOException("scripted: the stream broke");
            }
            int count = super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    private static final class RandomStream extends InputStream {

        private final SplittableRandom random;
        private final byte[] block = new byte[BLOCK_BYTES];
        private int used = BLOCK_BYTES;
        private long left;

        RandomStream(long seed, long sizeBytes) {
            this.random = new SplittableRandom(seed);
            this.left = sizeBytes;
        }

        byte[] readAll() {
            byte[] all = new byte[Math.toIntExact(left)];
            for (int offset = 0; offset < all.length; ) {
                offset += read(all, offset, all.length - offset);
            }
            return all;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            if (used == BLOCK_BYTES) {
                random.nextBytes(block);
                used = 0;
            }
            int count = (int) Math.min(Math.min(length, BLOCK_BYTES - used), left);
            System.arraycopy(block, used, bytes, offset, count);
            used += count;
            left -= count;
            return count;
        }
    }
}
