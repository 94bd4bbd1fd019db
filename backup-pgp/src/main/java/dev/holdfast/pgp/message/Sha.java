package dev.holdfast.pgp.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The JDK's digests, which every runtime has. */
final class Sha {

    private Sha() {}

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Java runtime offers no " + algorithm, e);
        }
    }
}
