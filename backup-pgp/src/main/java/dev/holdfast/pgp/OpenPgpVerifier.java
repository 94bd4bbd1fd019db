package dev.holdfast.pgp;

import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.pgp.key.Certificate;
import dev.holdfast.pgp.key.Certificate.SigningKey;
import dev.holdfast.pgp.key.CriticalSubpackets;
import dev.holdfast.pgp.key.KeyBytes;
import dev.holdfast.pgp.key.KeyName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Accepts detached binary OpenPGP signatures by expected signers; {@link OpenPgpSigner} shows both.
 *
 * <p>The signing key may be any subkey of an expected certificate that was bound, allowed to sign and not expired when
 * it signed. A key revoked as superseded or retired still vouches for what it signed before; one revoked for any other
 * reason, or for none, vouches for nothing. A time at which the signature itself expires means nothing: a snapshot's
 * age is no reason to refuse it. Copies of one certificate are taken together, in whichever files they come. A
 * revocation by a designated revoker counts where that one's certificate is in the file too: choose the signer by its
 * key id then, or the revoker is expected as well. Without it a key that is said to be revoked so vouches for nothing.
 */
public final class OpenPgpVerifier implements Verifier {

    private static final Set<Integer> HASHES = Set.of(
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    private final List<Certificate> expected;

    private OpenPgpVerifier(Collection<Certificate> expected) {
        this.expected = List.copyOf(expected);
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean expects(String signerId) {
        return expected.stream().anyMatch(it -> it.fingerprint().equals(signerId));
    }

    @Override
    public String verify(byte[] content, byte[] signature) {
        PGPSignature parsed = parse(signature);
        Date created = parsed.getHashedSubPackets().getSignatureCreationTime();
        if (created == null
                || parsed.getSignatureType() != PGPSignature.BINARY_DOCUMENT
                || !HASHES.contains(parsed.getHashAlgorithm())
                || !CriticalSubpackets.areKnown(parsed)) {
            throw new IntegrityException(
                    "the signature is of a kind that is not accepted: expected type 0 with SHA-256 or "
                            + "better, its time and no unknown part that is critical, found type "
                            + parsed.getSignatureType() + " with hash " + parsed.getHashAlgorithm());
        }
        Certificate signer = signer(parsed);
        SigningKey key = signer.signerAt(parsed.getKeyID(), created.toInstant());
        if (!isBy(key, parsed, content)) {
            throw new IntegrityException(
                    "the signature by " + signer.fingerprint() + " does not fit the content: one of them was changed");
        }
        if (key.unusable() != null) {
            throw new IntegrityException("the signature is by key " + KeyName.longId(parsed.getKeyID()) + " of "
                    + signer.fingerprint() + ", which " + key.unusable());
        }
        return signer.fingerprint();
    }

    private Certificate signer(PGPSignature signature) {
        return expected.stream()
                .filter(it -> it.contains(signature.getKeyID()))
                .findFirst()
                .orElseThrow(() -> new IntegrityException("the signature is by key "
                        + KeyName.longId(signature.getKeyID()) + ", which is not expected; expected "
                        + expected.stream().map(Certificate::fingerprint).collect(Collectors.joining(" or "))));
    }

    private static boolean isBy(SigningKey key, PGPSignature signature, byte[] content) {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key.key());
            signature.update(content);
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }

    private static PGPSignature parse(byte[] signature) {
        try {
            PGPObjectFactory objects = new PGPObjectFactory(signature, new BcKeyFingerprintCalculator());
            if (objects.nextObject() instanceof PGPSignatureList list
                    && list.size() == 1
                    && list.get(0).getVersion() >= 4
                    && objects.nextObject() == null) {
                return list.get(0);
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    private static IntegrityException unreadable(@Nullable Exception cause) {
        return new IntegrityException(
                "the signature is damaged: expected exactly one binary OpenPGP signature packet", cause);
    }

    /** Collects the expected signers. */
    public static final class Builder {

        private final Map<String, Certificate> expected = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Expects any of the certificates in this file, which is read at once.
         *
         * @throws ConfigurationException if it cannot be read or is no certificate
         */
        public Builder signer(Path certificates) {
            return expect(Certificate.all(KeyBytes.of(certificates)));
        }

        /**
         * Expects one certificate of those in this file.
         *
         * @param keyId long or short key id or fingerprint of its primary key or of a subkey
         */
        public Builder signer(Path certificates, String keyId) {
            return expect(List.of(Certificate.choose(KeyBytes.of(certificates), KeyName.of(keyId))));
        }

        /** As {@link #signer(Path)}, from memory. */
        public Builder signer(byte[] certificates) {
            return expect(Certificate.all(KeyBytes.of(certificates)));
        }

        /** As {@link #signer(Path, String)}, from memory. */
        public Builder signer(byte[] certificates, String keyId) {
            return expect(List.of(Certificate.choose(KeyBytes.of(certificates), KeyName.of(keyId))));
        }

        private Builder expect(List<Certificate> certificates) {
            certificates.forEach(each -> expected.merge(each.fingerprint(), each, Certificate::joined));
            return this;
        }

        /** @throws IllegalStateException if nobody is expected */
        public OpenPgpVerifier build() {
            if (expected.isEmpty()) {
                throw new IllegalStateException("a verifier needs the certificate of at least one expected signer");
            }
            return new OpenPgpVerifier(expected.values());
        }
    }
}
