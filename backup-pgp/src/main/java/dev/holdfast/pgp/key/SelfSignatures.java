package dev.holdfast.pgp.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.RevocationKey;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what a primary key says about itself and its subkeys, and what a revoker that it has designated says about
 * it. A signature that does not verify, or has an unknown critical subpacket, is as good as absent.
 */
final class SelfSignatures {

    /** SHA-1 is accepted: many certificates in use are bound by it, and the certificate's file itself is trusted. */
    private static final Set<Integer> HASHES = Set.of(
            HashAlgorithmTags.SHA1,
            HashAlgorithmTags.RIPEMD160,
            HashAlgorithmTags.SHA224,
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    private static final int[] CERTIFICATIONS = {
        PGPSignature.DEFAULT_CERTIFICATION,
        PGPSignature.NO_CERTIFICATION,
        PGPSignature.CASUAL_CERTIFICATION,
        PGPSignature.POSITIVE_CERTIFICATION
    };

    private static final int MAY_REVOKE = 0x80;
    private static final int FINGERPRINT_BYTES = 20;

    private final PGPPublicKey primary;
    private final KeyRevocations keyRevocations;

    /**
     * The revocations of whole keys in a file, wherever they stand: whoever appends one puts it behind the last key.
     *
     * @param primaryKeys those in the file, of which one may be a designated revoker
     */
    record KeyRevocations(List<PGPSignature> signatures, List<PGPPublicKey> primaryKeys) {

        static KeyRevocations in(KeyBytes file) {
            List<PGPPublicKey> keys = file.keys();
            List<PGPSignature> revocations = keys.stream()
                    .flatMap(key -> list(key.getSignatures()).stream())
                    .filter(it -> it.getSignatureType() == PGPSignature.KEY_REVOCATION)
                    .toList();
            return new KeyRevocations(
                    revocations, keys.stream().filter(PGPPublicKey::isMasterKey).toList());
        }

        KeyRevocations and(KeyRevocations others) {
            return new KeyRevocations(
                    Stream.concat(signatures.stream(), others.signatures.stream())
                            .toList(),
                    Stream.concat(primaryKeys.stream(), others.primaryKeys.stream())
                            .toList());
        }
    }

    SelfSignatures(PGPPublicKey primary, KeyRevocations keyRevocations) {
        this.primary = primary;
        this.keyRevocations = keyRevocations;
    }

    /** What holds for the primary key. */
    ComponentKey primaryKey() {
        List<PGPSignature> bindings = new ArrayList<>();
        for (PGPSignature signature : list(primary.getKeySignatures())) {
            if (signature.getSignatureType() == PGPSignature.DIRECT_KEY) {
                addIfValid(bindings, signature, () -> signature.verifyCertification(primary));
            }
        }
        for (Iterator<byte[]> ids = primary.getRawUserIDs(); ids.hasNext(); ) {
            bindings.addAll(standing(ids.next()));
        }
        // A direct-key signature without key flags only names a revoker or the like.
        // It must not hide the flags of the user ids.
        List<PGPSignature> telling =
                bindings.stream().filter(SelfSignatures::hasKeyFlags).toList();
        List<PGPSignature> revocations = new ArrayList<>();
        List<String> unheard = new ArrayList<>();
        List<RevocationKey> revokers = revokers(bindings);
        for (PGPSignature signature : keyRevocations.signatures()) {
            addIfValid(revocations, signature, () -> signature.verifyCertification(primary));
            for (RevocationKey revoker : revokers) {
                addIfValid(revocations, unheard, signature, revoker);
            }
        }
        ComponentKey key = ComponentKey.of(primary, newest(telling.isEmpty() ? bindings : telling), revocations);
        return unheard.isEmpty() ? key : key.mayBeRevokedBy(unheard.get(0));
    }

    /** Whoever may revoke this key too, always of version 4 (RFC 9580, section 5.2.3.23). */
    private static List<RevocationKey> revokers(List<PGPSignature> bindings) {
        return bindings.stream()
                .flatMap(it -> Stream.of(it.getHashedSubPackets().getRevocationKeys()))
                .filter(it ->
                        (it.getSignatureClass() & MAY_REVOKE) != 0 && it.getFingerprint().length == FINGERPRINT_BYTES)
                .toList();
    }

    /**
     * @param unheard takes the fingerprint of the revoker if the revocation seems to be by it, and its key is not at
     *     hand
     */
    private void addIfValid(
            List<PGPSignature> revocations, List<String> unheard, PGPSignature signature, RevocationKey revoker) {
        if (signature.getKeyID() != revoker.getKeyIdentifier().getKeyId()) {
            return;
        }
        Optional<PGPPublicKey> key = keyRevocations.primaryKeys().stream()
                .filter(it -> Arrays.equals(it.getFingerprint(), revoker.getFingerprint()))
                .findFirst();
        if (key.isPresent()) {
            addIfValid(revocations, signature, key.get(), () -> signature.verifyCertification(primary));
        } else if (isAcceptable(signature)) {
            unheard.add(KeyName.fingerprint(revoker.getFingerprint()));
        }
    }

    /** What holds for a subkey, apart from its primary key. */
    ComponentKey subkey(PGPPublicKey subkey) {
        List<PGPSignature> bindings = new ArrayList<>();
        List<PGPSignature> revocations = new ArrayList<>();
        for (PGPSignature signature : list(subkey.getSignatures())) {
            if (signature.getSignatureType() == PGPSignature.SUBKEY_BINDING) {
                addIfValid(
                        bindings,
                        signature,
                        () -> signature.verifyCertification(primary, subkey) && mayBind(signature, subkey));
            } else if (signature.getSignatureType() == PGPSignature.SUBKEY_REVOCATION) {
                addIfValid(revocations, signature, () -> signature.verifyCertification(primary, subkey));
            }
        }
        return ComponentKey.of(subkey, newest(bindings), revocations);
    }

    /** The verified certifications of a user id, unless the id was revoked after them. */
    private List<PGPSignature> standing(byte[] userId) {
        List<PGPSignature> certifications = new ArrayList<>();
        List<PGPSignature> revocations = new ArrayList<>();
        for (PGPSignature signature : list(primary.getSignaturesForID(userId))) {
            List<PGPSignature> target = signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION
                    ? revocations
                    : isCertification(signature) ? certifications : null;
            if (target != null) {
                addIfValid(target, signature, () -> signature.verifyCertification(userId, primary));
            }
        }
        PGPSignature revocation = newest(revocations);
        if (revocation != null) {
            Instant revoked = revocation.getCreationTime().toInstant();
            certifications.removeIf(it -> !it.getCreationTime().toInstant().isAfter(revoked));
        }
        return certifications;
    }

    /** A signing subkey must have signed in return, or a thief could adopt somebody else's. */
    private boolean mayBind(PGPSignature binding, PGPPublicKey subkey) throws PGPException {
        if ((binding.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) == 0) {
            return true;
        }
        List<PGPSignature> answers = new ArrayList<>();
        addAll(answers, binding.getHashedSubPackets().getEmbeddedSignatures());
        addAll(answers, binding.getUnhashedSubPackets().getEmbeddedSignatures());
        for (PGPSignature answer : answers) {
            if (answer.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING && isAcceptable(answer)) {
                answer.init(new BcPGPContentVerifierBuilderProvider(), subkey);
                if (answer.verifyCertification(primary, subkey)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void addIfValid(List<PGPSignature> target, PGPSignature signature, Check check) {
        if (mayBeByPrimary(signature)) {
            addIfValid(target, signature, primary, check);
        }
    }

    private static void addIfValid(
            List<PGPSignature> target, PGPSignature signature, PGPPublicKey signer, Check check) {
        if (!isAcceptable(signature)) {
            return;
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
            if (check.holds()) {
                target.add(signature);
            }
        } catch (PGPException | RuntimeException e) {
            // By another key, or of an unknown kind: no statement that counts.
        }
    }

    private static boolean isAcceptable(PGPSignature signature) {
        return HASHES.contains(signature.getHashAlgorithm())
                && signature.getVersion() >= 4
                && CriticalSubpackets.areKnown(signature);
    }

    /** Spares the verification of what others say about the key. */
    private boolean mayBeByPrimary(PGPSignature signature) {
        return signature.getKeyID() == 0 || signature.getKeyID() == primary.getKeyID();
    }

    private static boolean isCertification(PGPSignature signature) {
        for (int type : CERTIFICATIONS) {
            if (signature.getSignatureType() == type) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasKeyFlags(PGPSignature signature) {
        return signature.getHashedSubPackets().hasSubpacket(SignatureSubpacketTags.KEY_FLAGS);
    }

    private static @Nullable PGPSignature newest(List<PGPSignature> signatures) {
        return signatures.stream()
                .max(Comparator.comparing(PGPSignature::getCreationTime))
                .orElse(null);
    }

    private static void addAll(List<PGPSignature> target, @Nullable PGPSignatureList signatures) {
        if (signatures != null) {
            signatures.forEach(target::add);
        }
    }

    private static List<PGPSignature> list(@Nullable Iterator<PGPSignature> signatures) {
        List<PGPSignature> list = new ArrayList<>();
        if (signatures != null) {
            signatures.forEachRemaining(list::add);
        }
        return list;
    }

    private interface Check {
        boolean holds() throws PGPException;
    }
}
