package dev.holdfast.pgp.key;

import java.math.BigInteger;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.util.BigIntegers;

/**
 * Spares the proof that an RSA modulus is no prime. Bouncy Castle makes it for each key that it meets, by a
 * Miller-Rabin test; in a JVM that has just begun, that was a third of the time of a run that finds nothing changed.
 * Whoever made such a key has its secrets anyway, and the file of a key is trusted, so nothing is lost.
 */
final class RsaModulus {

    private RsaModulus() {}

    /** Lets Bouncy Castle take a key as it is. One that is even or has small factors is left to its tests. */
    static void trust(PGPPublicKey key) {
        if (key.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey rsa) {
            BigInteger modulus = rsa.getModulus();
            if (modulus.testBit(0) && !BigIntegers.hasAnySmallFactors(modulus)) {
                // An "internal" key is not tested, and its modulus is remembered for all that follow.
                new RSAKeyParameters(false, modulus, rsa.getPublicExponent(), true);
            }
        }
    }
}
