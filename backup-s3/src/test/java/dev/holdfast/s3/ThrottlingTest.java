package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.error;
import static dev.holdfast.s3.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.ScriptedServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that asks for less gets less, and a bandwidth limit is kept. */
class ThrottlingTest {

    private static final ObjectKey KEY = ObjectKey.of("o");
    private static final Answer SLOW_DOWN = error(503, "SlowDown", "Please reduce your request rate.");

    private final ManualTime time = new ManualTime();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void slowDownSlowsDownInsteadOfFailing() throws IOException {
        server.then(SLOW_DOWN, error(429, "TooManyRequests", ""), SLOW_DOWN, ok(""));
        try (S3Storage storage = storage().build()) {
            storage.put(KEY, ObjectBody.of(new byte[10]), ObjectKind.VOLUME);
        }

        assertThat(server.requests()).hasSize(4);
        assertThat(time.waits()).hasSize(3).allMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) <= 0);
    }

    @Test
    void retryAfterIsKept() throws IOException {
        server.then(error(503, "SlowDown", "", "Retry-After", "7"), ok(""));
        try (S3Storage storage = storage().build()) {
            storage.put(KEY, ObjectBody.of(new byte[10]), ObjectKind.VOLUME);
        }

        assertThat(time.waited()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_500));
    }

    @Test
    void afterARefusalLaterCallsAreSlowerUntilSomeWereAccepted() throws IOException {
        server.then(SLOW_DOWN).then(Collections.nCopies(20, ok("")).toArray(new Answer[0]));
        try (S3Storage storage = storage().build()) {
            for (int i = 0; i < 20; i++) {
                storage.put(KEY, ObjectBody.of(new byte[10]), ObjectKind.VOLUME);
            }
        }

        assertThat(time.waits()).hasSizeBetween(2, 10);
    }

    @Test
    void aServerThatOnlyRefusesIsGivenUpForNow() throws IOException {
        server.then(Collections.nCopies(50, SLOW_DOWN).toArray(new Answer[0]));
        try (S3Storage storage = storage().build()) {
            assertThatThrownBy(() -> storage.stat(KEY))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("for now");
        }
        assertThat(server.requests()).hasSize(11);
    }

    @Test
    void anHourIsNotWaitedFor() throws IOException {
        server.then(error(503, "SlowDown", "", "Retry-After", "3600"));
        try (S3Storage storage = storage().build()) {
            assertThatThrownBy(() -> storage.list("", "")).isNotInstanceOf(PermanentStorageException.class);
        }
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void theBandwidthLimitHoldsForBothDirections() throws IOException {
        byte[] content = new byte[100_000];
        server.then(ok(""), ok("x".repeat(50_000)));
        try (S3Storage storage = storage().maxBytesPerSecond(10_000).build()) {
            storage.put(KEY, ObjectBody.of(content), ObjectKind.VOLUME);
            Duration up = time.waited();
            assertThat(up)
                    .as("once, though the SDK reads it twice over plain http, to sign it")
                    .isBetween(Duration.ofMillis(9_900), Duration.ofMillis(10_100));
            try (InputStream in = storage.open(KEY, ByteRange.ALL)) {
                assertThat(in.readAllBytes()).hasSize(50_000);
            }
            assertThat(time.waited().minus(up)).isBetween(Duration.ofMillis(4_900), Duration.ofMillis(5_100));
        }
    }

    private S3StorageBuilder storage() {
        return server.storage().waiting(time, new Random(1));
    }
}
