package dev.holdfast.pgp.key;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.jspecify.annotations.Nullable;

/**
 * A primary key or subkey, with what the verified signatures on it say.
 *
 * @param flags the uses allowed ({@link KeyFlags}), by the algorithm where the binding names none or there is none
 * @param expires when it ends; null for never
 * @param fault why it is never used (unbound, weak, perhaps revoked), as a predicate; null if it may be
 * @param revoked since when it is revoked: {@link Instant#MIN} if it may always have been in wrong hands; null if it is
 *     not
 */
record ComponentKey(
        PGPPublicKey key,
        int flags,
        @Nullable Instant expires,
        @Nullable String fault,
        @Nullable Instant revoked) {

    private static final int MIN_RSA_BITS = 2048;
    private static final int ENCRYPT = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;

    static ComponentKey of(PGPPublicKey key, @Nullable PGPSignature binding, List<PGPSignature> revocations) {
        Instant revoked = revocations.stream()
                .map(it -> it.isHardRevocation()
                        ? Instant.MIN
                        : it.getCreationTime().toInstant())
                .min(Instant::compareTo)
                .orElse(null);
        String weakness = weakness(key);
        if (binding == null) {
            // What an unknown algorithm signs cannot be verified.
            String fault = weakness == null
                    ? "is bound to its certificate by no valid signature (one by MD5 is none, nor is one with an unknown critical part)"
                    : weakness;
            return new ComponentKey(key, ability(key), null, fault, revoked);
        }
        return new ComponentKey(key, flags(key, binding), expires(key, binding), weakness, revoked);
    }

    /** The same, never used: it is said to be revoked by one whose key is not there to verify it. */
    ComponentKey mayBeRevokedBy(String revoker) {
        return new ComponentKey(
                key,
                flags,
                expires,
                "may be revoked by " + revoker
                        + ", its designated revoker, whose certificate is needed in the same file to find out",
                revoked);
    }

    boolean encrypts() {
        return (flags & ENCRYPT) != 0;
    }

    boolean signs() {
        return (flags & KeyFlags.SIGN_DATA) != 0;
    }

    String fingerprint() {
        return KeyName.fingerprint(key);
    }

    Instant created() {
        return key.getCreationTime().toInstant();
    }

    /** When it ends; {@link Instant#MAX} for never. */
    Instant end() {
        return expires == null ? Instant.MAX : expires;
    }

    boolean isExpired(Instant at) {
        return !at.isBefore(end());
    }

    /** Why the key is of no use at a time, apart from its end, as a predicate ("is revoked"); null if it is of use. */
    @Nullable
    String unusable(Instant at) {
        if (fault != null) {
            return fault;
        }
        if (revoked != null && !at.isBefore(revoked)) {
            return revoked.equals(Instant.MIN) ? "is revoked" : "was revoked on " + day(revoked);
        }
        return at.isBefore(created()) ? "was made later, on " + day(created()) + "; check the clock" : null;
    }

    /** As {@link #unusable}, and also if it has expired. */
    @Nullable
    String unusableOrExpired(Instant at) {
        String reason = unusable(at);
        return reason == null && isExpired(at) ? "expired on " + day(end()) : reason;
    }

    static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static int flags(PGPPublicKey key, PGPSignature binding) {
        PGPSignatureSubpacketVector hashed = binding.getHashedSubPackets();
        int able = ability(key);
        if (hashed.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS)) {
            return hashed.getKeyFlags() & able;
        }
        // Only a subkey that is said to sign has had to prove that it belongs here.
        return key.isMasterKey() ? able : able & ENCRYPT;
    }

    /** What the algorithm can be used for. */
    private static int ability(PGPPublicKey key) {
        return switch (key.getAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL -> ENCRYPT | KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER;
            case PublicKeyAlgorithmTags.RSA_ENCRYPT,
                    PublicKeyAlgorithmTags.ELGAMAL_ENCRYPT,
                    PublicKeyAlgorithmTags.ECDH,
                    PublicKeyAlgorithmTags.X25519,
                    PublicKeyAlgorithmTags.X448 -> ENCRYPT;
            case PublicKeyAlgorithmTags.RSA_SIGN,
                    PublicKeyAlgorithmTags.DSA,
                    PublicKeyAlgorithmTags.ECDSA,
                    PublicKeyAlgorithmTags.EDDSA_LEGACY,
                    PublicKeyAlgorithmTags.Ed25519,
                    PublicKeyAlgorithmTags.Ed448 -> KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER;
            default -> ENCRYPT | KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER;
        };
    }

    private static @Nullable Instant expires(PGPPublicKey key, PGPSignature binding) {
        PGPSignatureSubpacketVector hashed = binding.getHashedSubPackets();
        return Stream.of(
                        after(key.getCreationTime().toInstant(), hashed.getKeyExpirationTime()),
                        after(binding.getCreationTime().toInstant(), hashed.getSignatureExpirationTime()))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static @Nullable Instant after(Instant start, long seconds) {
        return seconds == 0 ? null : start.plusSeconds(seconds);
    }

    private static @Nullable String weakness(PGPPublicKey key) {
        return switch (key.getAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL,
                    PublicKeyAlgorithmTags.RSA_ENCRYPT,
                    PublicKeyAlgorithmTags.RSA_SIGN ->
                key.getBitStrength() < MIN_RSA_BITS
                        ? "is too weak: RSA of " + key.getBitStrength() + " bits, at least " + MIN_RSA_BITS
                                + " are needed"
                        : null;
            case PublicKeyAlgorithmTags.ECDH,
                    PublicKeyAlgorithmTags.ECDSA,
                    PublicKeyAlgorithmTags.EDDSA_LEGACY,
                    PublicKeyAlgorithmTags.X25519,
                    PublicKeyAlgorithmTags.X448,
                    PublicKeyAlgorithmTags.Ed25519,
                    PublicKeyAlgorithmTags.Ed448 -> null;
            case PublicKeyAlgorithmTags.DSA -> "is of a retired algorithm: DSA";
            case PublicKeyAlgorithmTags.ELGAMAL_ENCRYPT, PublicKeyAlgorithmTags.ELGAMAL_GENERAL ->
                "is of a retired algorithm: ElGamal";
            default -> "is of an unknown algorithm (" + key.getAlgorithm() + ")";
        };
    }
}
