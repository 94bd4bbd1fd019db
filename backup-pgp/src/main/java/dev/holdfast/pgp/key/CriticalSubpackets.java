package dev.holdfast.pgp.key;

import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * The subpackets of a signature that are marked critical: a signature with one that its reader does not know counts as
 * wrong (RFC 9580, section 5.2.3.7).
 */
public final class CriticalSubpackets {

    /** All that the RFC defines but notations, of which none is known here. */
    private static final Set<Integer> KNOWN = Set.of(
            SignatureSubpacketTags.CREATION_TIME,
            SignatureSubpacketTags.EXPIRE_TIME,
            SignatureSubpacketTags.EXPORTABLE,
            SignatureSubpacketTags.TRUST_SIG,
            SignatureSubpacketTags.REG_EXP,
            SignatureSubpacketTags.REVOCABLE,
            SignatureSubpacketTags.KEY_EXPIRE_TIME,
            SignatureSubpacketTags.PREFERRED_SYM_ALGS,
            SignatureSubpacketTags.REVOCATION_KEY,
            SignatureSubpacketTags.ISSUER_KEY_ID,
            SignatureSubpacketTags.PREFERRED_HASH_ALGS,
            SignatureSubpacketTags.PREFERRED_COMP_ALGS,
            SignatureSubpacketTags.KEY_SERVER_PREFS,
            SignatureSubpacketTags.PREFERRED_KEY_SERV,
            SignatureSubpacketTags.PRIMARY_USER_ID,
            SignatureSubpacketTags.POLICY_URL,
            SignatureSubpacketTags.KEY_FLAGS,
            SignatureSubpacketTags.SIGNER_USER_ID,
            SignatureSubpacketTags.REVOCATION_REASON,
            SignatureSubpacketTags.FEATURES,
            SignatureSubpacketTags.SIGNATURE_TARGET,
            SignatureSubpacketTags.EMBEDDED_SIGNATURE,
            SignatureSubpacketTags.ISSUER_FINGERPRINT,
            SignatureSubpacketTags.INTENDED_RECIPIENT_FINGERPRINT,
            SignatureSubpacketTags.PREFERRED_AEAD_ALGORITHMS);

    private CriticalSubpackets() {}

    public static boolean areKnown(PGPSignature signature) {
        return Arrays.stream(signature.getHashedSubPackets().getCriticalTags()).allMatch(KNOWN::contains);
    }
}
