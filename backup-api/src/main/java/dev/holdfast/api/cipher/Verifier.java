package dev.holdfast.api.cipher;

/** Checks detached signatures against the signers that the reader expects. Thread-safe; immutable. */
public interface Verifier {

    /**
     * Accepts a signature over exactly these bytes by one of the expected signers.
     *
     * @return the signer, by its primary key's fingerprint
     * @throws dev.holdfast.api.error.IntegrityException if the signature is damaged, does not fit the content, or is by
     *     somebody else; says by whom
     */
    String verify(byte[] content, byte[] signature);
}
