package consumer;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.pgp.OpenPgpKeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;

/** Compresses, seals, stores, fetches, opens and unpacks one block, so that every library below is loaded once. */
public final class Consumer {
    private static final byte[] CONTENT = "Hold fast. ".repeat(1_000).getBytes(StandardCharsets.UTF_8);

    private static final ArchiveFormat FORMAT = ZstdFormat.standard();

    private Consumer() {}

    public static void main(String[] arguments) throws IOException {
        ObjectKey key = ObjectKey.of("block");
        try (Storage storage = storage(URI.create("memory:/"))) {
            OpenPgpKeyPair keys = OpenPgpKeyPair.generate(
                    "Consumer <consumer@example.org>", null, new SecureRandom(), Clock.systemUTC());
            try (ContentCipher cipher =
                    OpenPgpCipher.builder().recipient(keys.certificate()).build()) {
                storage.put(key, ObjectBody.of(seal(cipher, pack(CONTENT))), ObjectKind.VOLUME);
            }
            byte[] fetched;
            try (InputStream in = storage.open(key, ByteRange.ALL)) {
                fetched = in.readAllBytes();
            }
            try (ContentCipher cipher =
                    OpenPgpCipher.builder().secretKey(keys.secretKey()).build()) {
                if (!Arrays.equals(CONTENT, unpack(open(cipher, fetched)))) {
                    throw new IllegalStateException("The block came back changed");
                }
            }
        }
        System.out.printf(
                "consumer: ok on Java %s, %s%n",
                Runtime.version().feature(),
                Consumer.class.getModule().isNamed() ? "as a module" : "on the class path");
    }

    private static Storage storage(URI uri) throws IOException {
        for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
            if (provider.schemes().contains(uri.getScheme())) {
                return provider.open(uri, Map.of());
            }
        }
        throw new IllegalStateException("No provider opens " + uri);
    }

    private static byte[] pack(byte[] content) {
        try (BlockEncoder encoder = FORMAT.encoder()) {
            ByteBuffer packed = ByteBuffer.allocate(encoder.maxEncodedBytes(content.length, 1));
            encoder.encode(ByteBuffer.wrap(content), new int[] {content.length}, 1, packed);
            return written(packed);
        }
    }

    private static byte[] seal(ContentCipher cipher, byte[] packed) {
        try (Sealer sealer = cipher.sealer(Purpose.DATA)) {
            ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(packed.length));
            sealer.seal(ByteBuffer.wrap(packed), sealed);
            return written(sealed);
        }
    }

    private static byte[] open(ContentCipher cipher, byte[] sealed) {
        try (Opener opener = cipher.opener()) {
            ByteBuffer packed = ByteBuffer.allocate(sealed.length);
            opener.open(ByteBuffer.wrap(sealed), packed);
            return written(packed);
        }
    }

    private static byte[] unpack(byte[] packed) {
        try (BlockDecoder decoder = FORMAT.decoder()) {
            ByteBuffer content = ByteBuffer.allocate(CONTENT.length);
            decoder.decode(ByteBuffer.wrap(packed), content);
            return written(content);
        }
    }

    private static byte[] written(ByteBuffer buffer) {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
