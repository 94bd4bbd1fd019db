package dev.holdfast.pgp.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;

/** Digests. The JDK's own provider is asked first: an application may have put a slower one before it. */
final class Sha {

    private Sha() {}

    static MessageDigest digest(String algorithm) {
        try {
            try {
                return MessageDigest.getInstance(algorithm, "SUN");
            } catch (NoSuchProviderException | NoSuchAlgorithmException e) {
                return MessageDigest.getInstance(algorithm);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime offers no " + algorithm, e);
        }
    }
}
