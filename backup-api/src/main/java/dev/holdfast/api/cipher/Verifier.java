package dev.holdfast.api.cipher;

/** Checks detached signatures against the signers that the reader expects. Thread-safe; immutable. */
public interface Verifier {

    /**
     * Whether a signer is one of those expected, so that a run which signs by another is refused at its beginning. A
     * verifier that cannot tell says true.
     *
     * @param signerId as {@link Signer#signerId} gives it
     */
    default boolean expects(String signerId) {
        return true;
    }

    /**
     * Accepts a signature over exactly these bytes by one of the expected signers.
     *
     * @return the signer, by its primary key's fingerprint
     * @throws dev.holdfast.api.error.IntegrityException if the signature is damaged, does not fit the content, or is by
     *     somebody else; says by whom
     */
    String verify(byte[] content, byte[] signature);
}
