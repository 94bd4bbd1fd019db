package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.answer;
import static dev.holdfast.s3.ScriptedServer.cut;
import static dev.holdfast.s3.ScriptedServer.error;
import static dev.holdfast.s3.ScriptedServer.head;
import static dev.holdfast.s3.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import dev.holdfast.s3.ScriptedServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure says what was tried, on which object, and what to do. */
class S3FailureTest extends AgainstScriptedServer {

    private static final ObjectKey KEY = ObjectKey.of("volumes/v1");
    private static final ObjectBody BODY = ObjectBody.of(new byte[1000]);
    private static final String HTML = "<!DOCTYPE html><html><body>Log in to the <b>network<br></body></html>";

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalTellsTheOperatorWhatToDo(String name, Answer answer, List<String> said) {
        server.then(answer);

        assertThatThrownBy(this::put)
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageStartingWith("cannot store s3://backups/laptop/volumes/v1: ")
                .satisfies(e -> assertThat(e.getMessage()).contains(said).doesNotContain("hush-hush"));
        assertThat(server.requests()).hasSize(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "redirected to another region",
                        error(301, "PermanentRedirect", "use the endpoint", "x-amz-bucket-region", "us-west-2"),
                        List.of("not in region eu-central-1 but in us-west-2", "set the region to us-west-2")),
                Arguments.of(
                        "signed for another region",
                        error(400, "AuthorizationHeaderMalformed", "the region 'eu-central-1' is wrong"),
                        List.of("not in region eu-central-1", "set the region")),
                Arguments.of(
                        "clock",
                        error(403, "RequestTimeTooSkewed", "too large"),
                        List.of("clock", "the server's, which says ", "NTP")),
                Arguments.of(
                        "access denied",
                        error(403, "AccessDenied", "Access Denied"),
                        List.of("policy must allow s3:PutObject on arn:aws:s3:::backups/laptop/*")),
                Arguments.of(
                        "no such bucket",
                        error(404, "NoSuchBucket", "The specified bucket does not exist"),
                        List.of("no such bucket", "127.0.0.1", "bucket's name")),
                Arguments.of(
                        "expired", error(400, "ExpiredToken", "expired"), List.of("credentials have expired", "renew")),
                Arguments.of(
                        "unknown key",
                        error(403, "InvalidAccessKeyId", "does not exist in our records"),
                        List.of("credentials are wrong", "access key")),
                Arguments.of(
                        "wrong secret",
                        error(403, "SignatureDoesNotMatch", "differs"),
                        List.of("credentials are wrong")),
                Arguments.of(
                        "KMS denied by policy",
                        error(403, "AccessDenied", "user is not authorized to perform: kms:GenerateDataKey"),
                        List.of("KMS key", "kms:GenerateDataKey", "kms:Decrypt")),
                Arguments.of(
                        "KMS disabled",
                        error(400, "KMS.DisabledException", "key is disabled"),
                        List.of("KMS", "enabled")),
                Arguments.of("closed account", error(403, "AllAccessDisabled", "disabled"), List.of("its owner")),
                Arguments.of("a proxy that lets nobody through", answer(407, ""), List.of("the proxy", "https_proxy")),
                Arguments.of("a proxy of old", answer(417, ""), List.of("Expect: 100-continue", "no_proxy")),
                Arguments.of("full", error(403, "QuotaExceeded", "quota"), List.of("full", "quota")),
                Arguments.of(
                        "checksum header unknown",
                        error(501, "NotImplemented", "A header you provided implies functionality"),
                        List.of("does not support", "md5")),
                Arguments.of(
                        "checksum header refused, as Backblaze did",
                        error(400, "InvalidArgument", "Unsupported header 'x-amz-checksum-crc32c' received"),
                        List.of("does not support", "md5")),
                Arguments.of(
                        "a server that has no keys to encrypt with",
                        error(501, "NotImplemented", "Server side encryption specified but KMS is not configured"),
                        List.of("does not support this call (HTTP 501")),
                Arguments.of(
                        "anything else", error(400, "InvalidStorageClass", "no"), List.of("InvalidStorageClass: no")),
                Arguments.of(
                        "a proxy with a page of its own",
                        answer(403, HTML),
                        List.of("does not answer like S3", "HTTP 403: Log in to the network)")),
                Arguments.of(
                        "a load balancer that takes no large bodies",
                        answer(413, "<title>413 Too Large</title><style>a {}</style>\r\n<p>nginx"),
                        List.of("does not answer like S3", "HTTP 413: 413 Too Large nginx)")),
                Arguments.of(
                        "TLS is spoken here",
                        answer(400, "Client sent an HTTP request to an HTTPS server.\n"),
                        List.of("HTTP 400: Client sent an HTTP request to an HTTPS server.)")),
                Arguments.of(
                        "a captive portal that shows the way",
                        answer(302, "", "Location", "http://portal.example/"),
                        List.of("does not answer like S3 (it answers HTTP 302)")),
                Arguments.of("a web site", answer(404, HTML), List.of("does not answer like S3", "check the endpoint")),
                Arguments.of("a captive portal", answer(200, HTML), List.of("does not answer like S3", "proxy")));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aFailureThatMayPassIsNotPermanent(Answer answer) {
        server.then(answer);

        assertThatThrownBy(this::put)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("s3://backups/laptop/volumes/v1");
        assertThat(server.requests()).as("the engine repeats, not the storage").hasSize(1);
    }

    static Stream<Answer> passing() {
        return Stream.of(
                error(500, "InternalError", "try again"),
                error(502, "BadGateway", ""),
                error(400, "RequestTimeout", "not read in time"),
                error(400, "BadDigest", "The CRC32C you specified did not match"),
                error(409, "OperationAborted", "conflicting operation"),
                cut(0, -1),
                ok("", "x-amz-checksum-crc32c", "AAAAAA=="));
    }

    @Test
    void aDenialNamesTheRightOfEachCall() {
        Answer denied = error(403, "AccessDenied", "Access Denied");
        server.then(denied, head(403), denied, denied, denied);

        assertThatThrownBy(() -> storage.open(KEY, ByteRange.ALL)).hasMessageContaining("s3:GetObject");
        assertThatThrownBy(() -> storage.stat(KEY))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("s3:GetObject")
                .hasMessageContaining("without s3:ListBucket this also means: no such object");
        assertThatThrownBy(() -> storage.list("log/", ""))
                .hasMessageContaining("s3:ListBucket on arn:aws:s3:::backups (");
        assertThatThrownBy(() -> storage.delete(List.of(KEY)))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("s3:DeleteObject on arn:aws:s3:::backups/laptop/*");
        assertThatThrownBy(() -> storage.delete(List.of(KEY, ObjectKey.of("other"))))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("s3:DeleteObject");
    }

    @Test
    void aDenialSaysThatAnotherOwnerWasExpected() {
        server.then(error(403, "AccessDenied", "Access Denied"));

        try (S3Storage own =
                server.storage().expectedBucketOwner("123456789012").build()) {
            assertThatThrownBy(() -> own.list("", ""))
                    .hasMessageContaining("belong to the expected account 123456789012");
        }
    }

    /** To take them for deleted would be wrong. */
    @Test
    void whereAServerDoesNotNameWhatItCouldNotDeleteItMayBeAnyOfThem() {
        server.then(answer(200, "<DeleteResult><Error><Code>InternalError</Code></Error></DeleteResult>"));

        ObjectDeletionException failed = catchThrowableOfType(
                ObjectDeletionException.class, () -> storage.delete(List.of(ObjectKey.of("a"), ObjectKey.of("b"))));
        assertThat(failed.keys()).containsExactly(ObjectKey.of("a"), ObjectKey.of("b"));
    }

    @Test
    void objectsThatCannotBeDeletedAreNamed() {
        server.then(answer(
                200,
                "<DeleteResult><Error><Key>laptop/b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                        + "</DeleteResult>"));

        ObjectDeletionException failed = catchThrowableOfType(
                ObjectDeletionException.class, () -> storage.delete(List.of(ObjectKey.of("a"), ObjectKey.of("b"))));
        assertThat(failed.keys()).containsExactly(ObjectKey.of("b"));
        assertThat(failed)
                .hasMessageContaining("Object Lock")
                .hasMessageContaining("s3:DeleteObject")
                .hasCauseInstanceOf(PermanentStorageException.class);
    }

    @Test
    void aMissingObjectIsNotFoundButAMissingBucketIsAnError() throws IOException {
        server.then(error(404, "NoSuchKey", "no"), head(404), error(404, "NoSuchBucket", "no"));

        assertThatThrownBy(() -> storage.open(KEY, ByteRange.ALL)).isInstanceOf(ObjectNotFoundException.class);
        assertThat(storage.stat(KEY)).isEmpty();
        assertThatThrownBy(() -> storage.open(KEY, ByteRange.ALL))
                .isInstanceOf(PermanentStorageException.class)
                .isNotInstanceOf(ObjectNotFoundException.class)
                .hasMessageContaining("no such bucket");
    }

    @Test
    void aWrongRegionIsKnownAlsoWithoutABody() {
        server.then(head(400, "x-amz-bucket-region", "ap-south-1"));

        assertThatThrownBy(() -> storage.stat(KEY)).hasMessageContaining("set the region to ap-south-1");
    }

    @Test
    void aRefusalWithoutAReasonSaysWhatElseToCheck() {
        server.then(head(400), head(403));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> storage.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("check region, clock, credentials and any proxy too");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HTML, "<html><body>well-formed</body></html>", "{}", ""})
    void aPageIsNoListing(String page) {
        server.then(answer(200, page));

        assertThatThrownBy(() -> storage.list("", ""))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("does not answer like S3");
    }

    @Test
    void aPageIsNoObject() {
        server.then(answer(200, HTML), head(200));

        assertThatThrownBy(() -> storage.open(KEY, ByteRange.ALL)).hasMessageContaining("does not answer like S3");
        assertThatThrownBy(() -> storage.stat(KEY)).hasMessageContaining("does not answer like S3");
    }

    @Test
    void anArchivedObjectSaysSo() {
        server.then(error(403, "InvalidObjectState", "The operation is not valid for the object's storage class"));

        assertThatThrownBy(() -> storage.open(KEY, ByteRange.ALL))
                .isInstanceOf(ObjectFrozenException.class)
                .hasMessageContaining("archive class")
                .hasMessageContaining("thaw");
    }

    @Test
    void aCutBodyIsAnErrorAndNeverAnEarlyEnd() throws IOException {
        server.then(cut(100_000, 40_000));

        try (InputStream in = storage.open(KEY, ByteRange.ALL)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("s3://backups/laptop/volumes/v1")
                    .hasMessageContaining("of 100000 bytes");
        }
    }

    @Test
    void aServerThatIgnoresTheRangeIsRefused() {
        server.then(ok("the whole object"));

        assertThatThrownBy(() -> storage.open(KEY, ByteRange.of(4, 5))).hasMessageContaining("the whole object");
    }

    @Test
    void aSilentServerIsGivenUpAfterTheDeadline() {
        server.then(server.silence());
        S3Storage impatient = server.storage()
                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(200))
                .build();

        assertThatThrownBy(() -> impatient.stat(KEY))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(PermanentStorageException.class)
                .isNotInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("within the deadline");
        assertThat(Thread.interrupted()).isFalse();
        impatient.close();
    }

    @Test
    void anInterruptEndsACall() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::put).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A thread that waits for an answer is not woken, but its failure is no reason to try again. */
    @Test
    void aCallThatFailsAfterAnInterruptWasInterrupted() {
        Thread caller = Thread.currentThread();
        server.then(exchange -> caller.interrupt());
        assertThatThrownBy(this::put).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void put() throws IOException {
        storage.put(KEY, BODY, ObjectKind.VOLUME);
    }
}
