package dev.holdfast.pgp.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what a primary key says about itself and its subkeys. A signature that does not verify, or has a critical part that
 * nobody here knows, is as good as absent. So are the revocations of a designated revoker, for whose key nobody asks.
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

    private final List<PGPPublicKey> keys;
    private final PGPPublicKey primary;

    /** @param keys the primary key, which comes first, and its subkeys */
    SelfSignatures(List<PGPPublicKey> keys) {
        this.keys = keys;
        this.primary = keys.get(0);
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
        // A direct-key signature without key flags only names a revoker or the like; it must not hide the user ids'
        // flags.
        List<PGPSignature> telling =
                bindings.stream().filter(SelfSignatures::hasKeyFlags).toList();
        return ComponentKey.of(primary, newest(telling.isEmpty() ? bindings : telling), revocations());
    }

    /** Wherever they stand: whoever appends a certificate of revocation to the file puts it behind the last subkey. */
    private List<PGPSignature> revocations() {
        List<PGPSignature> revocations = new ArrayList<>();
        for (PGPPublicKey key : keys) {
            for (PGPSignature signature : list(key.getSignatures())) {
                if (signature.getSignatureType() == PGPSignature.KEY_REVOCATION) {
                    addIfValid(revocations, signature, () -> signature.verifyCertification(primary));
                }
            }
        }
        return revocations;
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
        if (!isAcceptable(signature) || !mayBeByPrimary(signature)) {
            return;
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
            if (check.holds()) {
                target.add(signature);
            }
        } catch (PGPException | RuntimeException e) {
            // By another key, or of an unknown kind: no statement of this certificate about itself.
        }
    }

    private static boolean isAcceptable(PGPSignature signature) {
        return HASHES.contains(signature.getHashAlgorithm())
                && signature.getVersion() >= 4
                && CriticalParts.areKnown(signature);
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
