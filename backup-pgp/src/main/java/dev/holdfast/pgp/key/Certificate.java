package dev.holdfast.pgp.key;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.pgp.key.SelfSignatures.KeyRevocations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.jspecify.annotations.Nullable;

/** A primary key and its subkeys, with their signatures verified. Immutable. */
public final class Certificate {

    private static final Duration NOTICE = Duration.ofDays(30);
    private static final String EXTEND = "extend it, export it again and replace the file";

    private final String source;
    private final List<PGPPublicKey> keys;
    private final KeyRevocations keyRevocations;
    private final ComponentKey primary;
    private final List<ComponentKey> subkeys;

    private Certificate(String source, List<PGPPublicKey> keys, KeyRevocations keyRevocations) {
        SelfSignatures signatures = new SelfSignatures(keys.get(0), keyRevocations);
        this.source = source;
        this.keys = keys;
        this.keyRevocations = keyRevocations;
        this.primary = signatures.primaryKey();
        this.subkeys = keys.stream().skip(1).map(signatures::subkey).toList();
    }

    /** The certificates of some of a file's keys; in each list the primary key comes first. */
    static List<Certificate> of(KeyBytes file, Stream<List<PGPPublicKey>> keys) {
        KeyRevocations revocations = KeyRevocations.in(file);
        return keys.map(each -> new Certificate(file.source(), each, revocations))
                .toList();
    }

    /**
     * The certificate that a name chooses.
     *
     * @param name null if there must be only one
     * @throws ConfigurationException if there is none, or more than one
     */
    public static Certificate choose(KeyBytes keys, @Nullable KeyName name) {
        return single(fitting(keys, it -> name == null || name.matches(it)), keys.source(), name);
    }

    /**
     * The public part of the one secret key.
     *
     * @throws ConfigurationException if there is none, or more than one
     */
    public static Certificate ofSecretKey(KeyBytes keys) {
        return single(
                of(keys, keys.requireSecretKeys().stream().map(SecretSigningKey::publicKeys)), keys.source(), null);
    }

    /** All certificates. */
    public static List<Certificate> all(KeyBytes keys) {
        return fitting(keys, it -> true);
    }

    /** What two copies of one certificate say together: an older one must not hide a revocation, nor a newer end. */
    public Certificate joined(Certificate other) {
        return new Certificate(
                source + " and " + other.source,
                publicKeys(KeyBytes.joined(new PGPPublicKeyRing(keys), new PGPPublicKeyRing(other.keys))),
                keyRevocations.and(other.keyRevocations));
    }

    private static List<Certificate> fitting(KeyBytes keys, Predicate<PGPPublicKey> wanted) {
        return of(
                keys,
                keys.requireCertificates().stream()
                        .map(Certificate::publicKeys)
                        .filter(ring -> ring.stream().anyMatch(wanted)));
    }

    static Certificate single(List<Certificate> fitting, String source, @Nullable KeyName name) {
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (fitting.isEmpty()) {
            throw new ConfigurationException("there is no key " + name + " in " + source);
        }
        throw new ConfigurationException(fitting.size() + " keys in " + source + (name == null ? "" : " fit " + name)
                + ": " + fitting.stream().map(Certificate::fingerprint).collect(Collectors.joining(", "))
                + "; name one by its fingerprint, or give a file that has only that");
    }

    /** The primary key's, in upper-case hexadecimal digits. */
    public String fingerprint() {
        return primary.fingerprint();
    }

    /**
     * The newest key that may be encrypted to.
     *
     * @throws ConfigurationException if there is none; gives fingerprints and reasons
     */
    public PGPPublicKey encryptionKey(Instant now, boolean allowExpired) {
        return best(ComponentKey::encrypts, now, allowExpired)
                .orElseThrow(() -> refused("encrypt", ComponentKey::encrypts, now))
                .key();
    }

    /**
     * The newest key that may sign, and of which the secret part is at hand.
     *
     * @throws ConfigurationException if there is none; gives fingerprints and reasons
     */
    PGPPublicKey signingKey(Instant now, Predicate<PGPPublicKey> atHand) {
        ComponentKey key =
                best(ComponentKey::signs, now, false).orElseThrow(() -> refused("sign", ComponentKey::signs, now));
        return best(it -> it.signs() && atHand.test(it.key()), now, false)
                .orElseThrow(() -> new ConfigurationException("key " + fingerprint() + " in " + source
                        + " cannot be used to sign: the secret part of its key " + key.fingerprint()
                        + " is not in the file but on a card, or kept elsewhere; export it together with that part"))
                .key();
    }

    /** The key with this id that may have signed something at {@code time}, or the reason why it may not. */
    public SigningKey signerAt(long keyId, Instant time) {
        for (ComponentKey component : components().toList()) {
            if (component.key().getKeyID() == keyId) {
                String reason = component.signs()
                        ? Optional.ofNullable(primary.unusableOrExpired(time)).orElse(component.unusableOrExpired(time))
                        : "is not for signing";
                return new SigningKey(component.key(), reason);
            }
        }
        throw new IllegalArgumentException("no key " + KeyName.longId(keyId) + " in certificate " + fingerprint());
    }

    public boolean contains(long keyId) {
        return components().anyMatch(it -> it.key().getKeyID() == keyId);
    }

    /**
     * A sentence about the end of the key that encrypts, or of its primary key, within 30 days; empty if there is
     * nothing to say.
     */
    public Optional<String> encryptionNotice(Instant now) {
        return notice(best(ComponentKey::encrypts, now, true), now);
    }

    /** As {@link #encryptionNotice}, for the key that signs. */
    Optional<String> signingNotice(Instant now, Predicate<PGPPublicKey> atHand) {
        return notice(best(it -> it.signs() && atHand.test(it.key()), now, true), now);
    }

    private Optional<String> notice(Optional<ComponentKey> used, Instant now) {
        return Stream.concat(Stream.of(primary), used.stream())
                .filter(it -> !it.end().isAfter(now.plus(NOTICE)))
                .min(Comparator.comparing(ComponentKey::end))
                .map(it -> (it.equals(primary) ? "key " : "subkey " + it.fingerprint() + " of key ") + fingerprint()
                        + " in " + source + (it.isExpired(now) ? " has expired on " : " expires on ")
                        + ComponentKey.day(it.end()) + "; " + EXTEND);
    }

    private Optional<ComponentKey> best(Predicate<ComponentKey> use, Instant now, boolean allowExpired) {
        if (reason(primary, now, allowExpired) != null) {
            return Optional.empty();
        }
        Comparator<ComponentKey> newest = Comparator.comparing(ComponentKey::created);
        Optional<ComponentKey> subkey = subkeys.stream()
                .filter(use)
                .filter(it -> reason(it, now, allowExpired) == null)
                .max(Comparator.<ComponentKey, Boolean>comparing(it -> !it.isExpired(now))
                        .thenComparing(newest));
        return subkey.isPresent() || !use.test(primary) ? subkey : Optional.of(primary);
    }

    private ConfigurationException refused(String use, Predicate<ComponentKey> suited, Instant now) {
        String primaryReason = primary.unusableOrExpired(now);
        List<ComponentKey> refused = primaryReason != null
                ? List.of(primary)
                : components().filter(suited).toList();
        String why = primaryReason != null
                ? "it " + primaryReason
                : refused.stream()
                        .map(it -> "its key " + it.fingerprint() + " " + it.unusableOrExpired(now))
                        .collect(Collectors.joining(", "));
        boolean onlyExpired = refused.stream().anyMatch(it -> it.unusable(now) == null);
        return new ConfigurationException("key " + fingerprint() + " in " + source + " cannot be used to " + use + ": "
                + (why.isEmpty() ? "none of its keys is for that" : why) + "; "
                + (onlyExpired ? EXTEND : "give another key, or this one again when it has a valid subkey for that"));
    }

    private static @Nullable String reason(ComponentKey key, Instant now, boolean allowExpired) {
        return allowExpired ? key.unusable(now) : key.unusableOrExpired(now);
    }

    private Stream<ComponentKey> components() {
        return Stream.concat(Stream.of(primary), subkeys.stream());
    }

    private static List<PGPPublicKey> publicKeys(PGPPublicKeyRing ring) {
        List<PGPPublicKey> keys = new ArrayList<>();
        ring.forEach(keys::add);
        return keys;
    }

    /** @param unusable why its signature does not count, as a predicate; null if it does */
    public record SigningKey(PGPPublicKey key, @Nullable String unusable) {}
}
