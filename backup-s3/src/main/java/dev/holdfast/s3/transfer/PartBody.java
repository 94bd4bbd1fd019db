package dev.holdfast.s3.transfer;

import dev.holdfast.api.storage.ObjectBody;
import java.io.IOException;
import java.io.InputStream;

/**
 * A part of a body, which is not copied.
 *
 * @param offset of its first byte in the body
 */
public record PartBody(ObjectBody body, long offset, long sizeBytes) implements ObjectBody {

    @Override
    public InputStream open() throws IOException {
        InputStream in = body.open();
        try {
            in.skipNBytes(offset);
            return new Prefix(in, sizeBytes);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The first bytes of a stream. */
    private static final class Prefix extends InputStream {

        private final InputStream in;
        private long left;

        Prefix(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
