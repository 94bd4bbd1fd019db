package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.answer;
import static dev.holdfast.s3.ScriptedServer.error;
import static dev.holdfast.s3.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.ScriptedServer.Answer;
import dev.holdfast.s3.ScriptedServer.Request;
import dev.holdfast.testkit.storage.Bodies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** What is sent with an upload: class, encryption, checksum, owner, and in how many requests. */
class UploadTest {

    private static final ObjectKey KEY = ObjectKey.of("volumes/v1");
    private static final ObjectBody LARGE = ObjectBody.of(new byte[128 * 1024]);
    private static final ObjectBody SMALL = ObjectBody.of(new byte[128 * 1024 - 1]);
    private static final Answer STARTED =
            answer(200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>");
    private static final Answer COMPLETED =
            answer(200, "<CompleteMultipartUploadResult><ETag>&quot;e-3&quot;</ETag></CompleteMultipartUploadResult>");

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void onlyVolumesGoToTheChosenClass(ObjectKind kind) throws IOException {
        boolean isVolume = kind == ObjectKind.VOLUME;

        ObjectInfo stored = put(server.storage().storageClass("STANDARD_IA"), LARGE, kind);
        assertThat(sent("x-amz-storage-class")).isEqualTo(isVolume ? "STANDARD_IA" : null);
        assertThat(stored.storageClass()).contains(isVolume ? "STANDARD_IA" : "STANDARD");
    }

    @Test
    void smallVolumesStayInTheStandardClass() throws IOException {
        put(server.storage().storageClass("DEEP_ARCHIVE"), SMALL, ObjectKind.VOLUME);

        assertThat(sent("x-amz-storage-class")).isNull();
    }

    @Test
    void anUploadIsOneRequestWithAPlainBodyAndItsChecksum() throws IOException {
        put(server.storage(), ObjectBody.of("123456789".getBytes()), ObjectKind.LOG);

        Request request = server.request(0);
        assertThat(server.methods()).containsExactly("PUT");
        assertThat(request.uri().getPath()).isEqualTo("/backups/laptop/volumes/v1");
        // The check value of CRC-32C (Castagnoli) is e3069283.
        assertThat(request.header("x-amz-checksum-crc32c")).isEqualTo("4waSgw==");
        // Where objects are locked, Amazon's documentation asks for this one.
        assertThat(request.header("x-amz-sdk-checksum-algorithm")).isEqualTo("CRC32C");
        assertThat(request.header("x-amz-trailer")).isNull();
        assertThat(request.header("Content-Encoding")).isNull();
        assertThat(request.header("Expect")).isNull();
        assertThat(request.bodyBytes()).isEqualTo(9);
    }

    @Test
    void otherChecksumsAreForOtherServers() throws IOException {
        put(server.storage().checksum(UploadChecksum.CONTENT_MD5), ObjectBody.of(new byte[0]), ObjectKind.LOG);
        put(server.storage().checksum(UploadChecksum.NONE), ObjectBody.of(new byte[0]), ObjectKind.LOG);

        assertThat(server.request(0).header("Content-MD5")).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
        assertThat(server.request(0).header("x-amz-checksum-crc32c")).isNull();
        assertThat(server.request(1).header("Content-MD5")).isNull();
        assertThat(server.request(1).header("x-amz-checksum-crc32c")).isNull();
    }

    @Test
    void encryptionAndOwnerAreSent() throws IOException {
        put(server.storage().encryptWithS3().expectedBucketOwner("123456789012"), SMALL, ObjectKind.LOG);
        put(server.storage().encryptWithKms("alias/backup"), SMALL, ObjectKind.LOG);

        assertThat(server.request(0).header("x-amz-server-side-encryption")).isEqualTo("AES256");
        assertThat(server.request(0).header("x-amz-expected-bucket-owner")).isEqualTo("123456789012");
        assertThat(server.request(1).header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
        assertThat(server.request(1).header("x-amz-server-side-encryption-aws-kms-key-id"))
                .isEqualTo("alias/backup");
        assertThat(server.request(1).header("x-amz-server-side-encryption-bucket-key-enabled"))
                .isEqualTo("true");
    }

    /** A long run outlives its first token. */
    @Test
    void temporaryCredentialsAreAskedForAgainAndTheirTokenIsSigned() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        S3StorageBuilder builder = server.storage()
                .credentials(() -> AwsSessionCredentials.create("id", "hush-hush", "token" + asked.incrementAndGet()));
        server.then(ok(""), ok(""));
        try (S3Storage storage = builder.build()) {
            storage.put(KEY, SMALL, ObjectKind.LOG);
            storage.delete(Set.of(KEY));
        }

        for (Request request : server.requests()) {
            assertThat(request.header("Authorization")).contains("x-amz-security-token");
        }
        assertThat(server.requests())
                .extracting(request -> request.header("x-amz-security-token"))
                .containsExactly("token1", "token2");
    }

    @Test
    void aProviderOfCredentialsStaysOpen() {
        AtomicBoolean closed = new AtomicBoolean();
        try (S3Storage storage =
                server.storage().credentials(new Provider(closed)).build()) {
            assertThat(storage.describe()).isEqualTo("s3://backups/laptop");
        }

        assertThat(closed).isFalse();
    }

    private record Provider(AtomicBoolean closed) implements AwsCredentialsProvider, AutoCloseable {

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create("id", "hush-hush");
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void aLargeBodyIsSentInPartsOfTheChosenClass() throws IOException {
        server.then(STARTED, ok(""), ok(""), ok(""), COMPLETED);
        try (S3Storage storage = inParts().storageClass("GLACIER").build()) {
            ObjectInfo stored = storage.put(KEY, twelveMiB(), ObjectKind.VOLUME);
            assertThat(stored.version()).isEqualTo("e-3");
            assertThat(stored.sizeBytes()).isEqualTo(12 << 20);
        }

        assertThat(server.methods()).containsExactly("POST", "PUT", "PUT", "PUT", "POST");
        assertThat(sent("x-amz-storage-class")).isEqualTo("GLACIER");
        assertThat(server.requests().subList(1, 4))
                .extracting(Request::bodyBytes)
                .containsExactly(5 << 20, 5 << 20, 2 << 20);
        assertThat(server.requests().subList(1, 4)).allMatch(part -> part.header("x-amz-checksum-crc32c") != null);
    }

    @Test
    void aFailedUploadInPartsIsAborted() throws IOException {
        server.then(STARTED, ok(""), error(500, "InternalError", "again"), answer(204, ""));
        try (S3Storage storage = inParts().build()) {
            assertThatThrownBy(() -> storage.put(KEY, twelveMiB(), ObjectKind.VOLUME))
                    .isNotInstanceOf(PermanentStorageException.class)
                    .hasMessageStartingWith("cannot store in parts s3://backups/laptop/volumes/v1")
                    .hasMessageContaining("InternalError");
        }

        assertThat(server.methods()).containsExactly("POST", "PUT", "PUT", "DELETE");
        assertThat(server.request(3).uri().getQuery()).contains("uploadId=u1");
    }

    /** Else its parts lie there, unseen, and cost. */
    @Test
    void anInterruptedUploadInPartsIsAborted() throws IOException {
        Thread uploading = Thread.currentThread();
        Answer lastBeforeInterrupt = exchange -> {
            uploading.interrupt();
            ok("").to(exchange);
        };
        server.then(STARTED, lastBeforeInterrupt, answer(204, ""));
        try (S3Storage storage = inParts().build()) {
            assertThatThrownBy(() -> storage.put(KEY, twelveMiB(), ObjectKind.VOLUME))
                    .isInstanceOf(InterruptedIOException.class);
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.methods()).containsExactly("POST", "PUT", "DELETE");
    }

    @ParameterizedTest
    @MethodSource("brokenCompletions")
    void aCompletionThatFailedMaySucceedNextTime(Answer broken) throws IOException {
        server.then(STARTED, ok(""), ok(""), ok(""), broken, answer(204, ""));
        try (S3Storage storage = inParts().build()) {
            assertThatThrownBy(() -> storage.put(KEY, twelveMiB(), ObjectKind.VOLUME))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(PermanentStorageException.class);
        }
    }

    static Stream<Answer> brokenCompletions() {
        return Stream.of(
                // S3 says 200 before it has put the parts together, and what came of it afterwards.
                error(200, "InternalError", "We encountered an internal error"),
                // The client's second try after a lost answer, or the bucket's lifecycle rule was quicker.
                error(404, "NoSuchUpload", "The specified upload does not exist"));
    }

    @Test
    void theRightToAbortMayBeMissing() throws IOException {
        server.then(STARTED, error(403, "AccessDenied", "no"), error(403, "AccessDenied", "nor this"));
        try (S3Storage storage = inParts().build()) {
            assertThatThrownBy(() -> storage.put(KEY, twelveMiB(), ObjectKind.VOLUME))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("s3:PutObject")
                    .hasMessageNotContaining("nor this");
        }
    }

    @Test
    void everyStreamOfABodyIsClosed() throws IOException {
        Set<InputStream> open = new HashSet<>();
        ObjectBody watched = Bodies.from(5, () -> {
            InputStream in = new ByteArrayInputStream(new byte[5]) {
                @Override
                public void close() {
                    open.remove(this);
                }
            };
            open.add(in);
            return in;
        });
        put(server.storage(), watched, ObjectKind.LOG);

        assertThat(open).isEmpty();
    }

    private S3StorageBuilder inParts() {
        return server.storage().multipart(5 << 20, 5 << 20);
    }

    private static ObjectBody twelveMiB() {
        return ObjectBody.of(new byte[12 << 20]);
    }

    private ObjectInfo put(S3StorageBuilder builder, ObjectBody body, ObjectKind kind) throws IOException {
        server.then(ok(""));
        try (S3Storage storage = builder.build()) {
            return storage.put(KEY, body, kind);
        }
    }

    private String sent(String header) {
        return server.request(0).header(header);
    }
}
