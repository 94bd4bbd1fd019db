package dev.holdfast.core.backup.content;

import dev.holdfast.api.backup.StreamSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * The stream of a named source. Whatever the application's code throws is an {@link IOException}, so that it fails the
 * file and not the run.
 */
final class ApplicationStream extends InputStream {

    private final InputStream in;

    private ApplicationStream(InputStream in) {
        this.in = in;
    }

    static ApplicationStream open(StreamSource source) throws IOException {
        InputStream in;
        try {
            in = source.open();
        } catch (RuntimeException e) {
            throw new IOException(e.toString(), e);
        }
        if (in == null) {
            throw new IOException("its source gave no stream, but null");
        }
        return new ApplicationStream(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (RuntimeException e) {
            throw new IOException(e.toString(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (RuntimeException e) {
            throw new IOException(e.toString(), e);
        }
    }
}
