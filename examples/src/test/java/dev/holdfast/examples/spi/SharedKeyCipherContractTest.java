package dev.holdfast.examples.spi;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.testkit.cipher.ContentCipherContract;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

class SharedKeyCipherContractTest extends ContentCipherContract {

    @Override
    protected ContentCipher sealingCipher() {
        return cipher(1);
    }

    @Override
    protected ContentCipher openingCipher() {
        return cipher(1);
    }

    @Override
    protected Optional<ContentCipher> stranger() {
        return Optional.of(cipher(2));
    }

    private static ContentCipher cipher(int key) {
        byte[] sharedKey = new byte[SharedKeyCipher.KEY_BYTES];
        Arrays.fill(sharedKey, (byte) key);
        return SharedKeyCipher.of(sharedKey, new SecureRandom());
    }
}
