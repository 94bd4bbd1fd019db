package dev.holdfast.api.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of an object to be stored: a known length, and a way to open them again for every try.
 *
 * <p>Usable by one thread at a time. Its bytes must not change until the call that it was given to has returned.
 */
public interface ObjectBody {

    long sizeBytes();

    /** Opens the bytes from the start: exactly {@link #sizeBytes()} of them. The storage closes the stream. */
    InputStream open() throws IOException;

    /** The bytes of an array, which is not copied. */
    static ObjectBody of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** A part of an array, which is not copied. */
    static ObjectBody of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new ObjectBody() {
            @Override
            public long sizeBytes() {
                return length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes, offset, length);
            }
        };
    }
}
