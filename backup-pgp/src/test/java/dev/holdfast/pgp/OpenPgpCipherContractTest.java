package dev.holdfast.pgp;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.testkit.cipher.ContentCipherContract;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

class OpenPgpCipherContractTest extends ContentCipherContract {

    private static final OpenPgpKeyPair KEY = generate();
    private static final OpenPgpKeyPair OTHER = generate();

    private static OpenPgpKeyPair generate() {
        return OpenPgpKeyPair.generate("Backup <backup@example.org>", null, new SecureRandom(), Clock.systemUTC());
    }

    @Override
    protected ContentCipher sealingCipher() {
        return OpenPgpCipher.builder().recipient(KEY.certificate()).build();
    }

    @Override
    protected ContentCipher openingCipher() {
        return OpenPgpCipher.builder().secretKey(KEY.secretKey()).build();
    }

    @Override
    protected Optional<ContentCipher> stranger() {
        return Optional.of(OpenPgpCipher.builder().secretKey(OTHER.secretKey()).build());
    }
}
