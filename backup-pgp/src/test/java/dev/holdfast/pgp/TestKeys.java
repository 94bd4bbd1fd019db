package dev.holdfast.pgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.bouncycastle.openpgp.PGPUtil;
import org.jspecify.annotations.Nullable;

/** Keys that {@code make-keys.sh} made, and new ones. */
final class TestKeys {

    /** Of the key {@code locked}, whose passphrase is "right". Those made anew take millions of rounds to open. */
    static final String LOCKED_FINGERPRINT = "2D07FA189728EE922CEBB9DBA48B47FA0A00B897";

    private TestKeys() {}

    static byte[] load(String name) {
        try (InputStream in = TestKeys.class.getResourceAsStream(name + ".asc")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #load}, out of armor. */
    static byte[] binary(String name) {
        try {
            return PGPUtil.getDecoderStream(new ByteArrayInputStream(load(name)))
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenPgpKeyPair generate(@Nullable String passphrase) {
        return OpenPgpKeyPair.generate(
                "Test <test@example.org>",
                passphrase == null ? null : passphrase.toCharArray(),
                new SecureRandom(),
                Clock.systemUTC());
    }

    static InstantSource clock(String day) {
        return InstantSource.fixed(instant(day));
    }

    static Instant instant(String day) {
        return LocalDate.parse(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }
}
