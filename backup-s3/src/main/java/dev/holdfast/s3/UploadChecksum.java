package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** What is sent with each upload so that the server can tell whether the bytes arrived whole. */
public enum UploadChecksum {
    /** {@code x-amz-checksum-crc32c}: kept by S3 with the object. AWS and all current servers. */
    CRC32C,
    /** {@code Content-MD5}: for servers that refuse the newer header. Costs about 20 times the CPU. */
    CONTENT_MD5,
    /** None: for servers that refuse both. TLS still guards the way, and a restore still verifies every byte. */
    NONE;

    private static final int BUFFER_BYTES = 64 * 1024;

    /**
     * The value of the header, in Base64; empty for {@link #NONE}. A body of another length than it says is refused.
     */
    String of(ObjectBody body) throws IOException {
        return switch (this) {
            case CRC32C -> {
                CRC32C crc = new CRC32C();
                feed(body, crc::update);
                yield base64(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
            }
            case CONTENT_MD5 -> {
                MessageDigest md5 = md5();
                feed(body, md5::update);
                yield base64(md5.digest());
            }
            case NONE -> {
                feed(body, (bytes, offset, length) -> {});
                yield "";
            }
        };
    }

    private interface Sink {
        void update(byte[] bytes, int offset, int length);
    }

    private static void feed(ObjectBody body, Sink sink) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_BYTES, body.sizeBytes()))];
        try (InputStream in = body.open()) {
            for (long left = body.sizeBytes(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("the body ended " + left + " bytes before its " + body.sizeBytes());
                }
                sink.update(buffer, 0, read);
                left -= read;
            }
            if (in.read() >= 0) {
                throw new IOException("the body is longer than its " + body.sizeBytes() + " bytes");
            }
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has MD5", e);
        }
    }
}
