package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.StorageException;
import dev.holdfast.core.Holdfast;
import dev.holdfast.testkit.relay.Effect;
import dev.holdfast.testkit.relay.HttpRelay;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with an S3 store: one exception, one exit code, one line that says what to do. */
class S3TroubleTest {

    private static final String EMPTY_LIST =
            "<ListBucketResult><Name>backups</Name><IsTruncated>false</IsTruncated></ListBucketResult>";

    @TempDir
    Path directory;

    @BeforeAll
    static void giveCredentials() {
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "hush-hush");
    }

    @AfterAll
    static void takeCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong", "set the region"),
                Arguments.of(301, "PermanentRedirect", "must be addressed using the endpoint", "region"),
                Arguments.of(403, "RequestTimeTooSkewed", "too large", "set the clock (NTP)"),
                Arguments.of(403, "AccessDenied", "Access Denied", "must allow s3:ListBucket on s3://backups/laptop"),
                Arguments.of(404, "NoSuchBucket", "does not exist", "no such bucket"),
                Arguments.of(400, "ExpiredToken", "expired", "have expired; renew them"),
                Arguments.of(403, "InvalidAccessKeyId", "not in our records", "credentials are wrong"),
                Arguments.of(403, "SignatureDoesNotMatch", "differs", "credentials are wrong"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void aRefusalIsOneLineAndExitCodeSeven(int status, String code, String message, String advice) throws IOException {
        try (HttpRelay server = HttpRelay.answering(request -> Effect.error(status, code, message))) {
            assertThatThrownBy(() -> Holdfast.repository()
                            .storage(
                                    URI.create("s3://backups/laptop"),
                                    Map.of("endpoint", server.endpoint().toString(), "pathStyle", "true"))
                            .unencrypted()
                            .open())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(advice)
                    .hasMessageNotContaining("hush-hush");

            assertOneLine(server.endpoint().toString(), "list --no-encryption", advice);
        }
    }

    @Test
    void aDeniedPutNamesActionAndObject() throws IOException {
        assertPutFails(Effect.error(403, "AccessDenied", "Access Denied"), "s3:PutObject on s3://backups/laptop/log/");
    }

    @Test
    void aDeniedKmsKeySaysWhatIsNeeded() throws IOException {
        assertPutFails(
                Effect.error(403, "AccessDenied", "not authorized to perform: kms:GenerateDataKey"),
                "kms:GenerateDataKey to store");
    }

    private void assertPutFails(Effect refusal, String advice) throws IOException {
        try (HttpRelay server = HttpRelay.answering(request -> switch (request.method()) {
            case "PUT" -> refusal;
            case "HEAD" -> Effect.answer(404, "");
            default -> Effect.answer(200, EMPTY_LIST);
        })) {
            new Shell(directory).write("source/file", "content");
            assertOneLine(server.endpoint().toString(), "backup --no-encryption @source", advice);
        }
    }

    @Test
    void aConnectionThatIsAlwaysCutIsGivenUp() throws IOException {
        // Nobody listens behind it, so each connection ends without an answer.
        try (HttpRelay server = HttpRelay.answering(request -> Effect.NONE)) {
            assertOneLine(server.endpoint().toString(), "list --no-encryption", "was cut or timed out");
        }
    }

    @Test
    void aWrongEndpointIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertOneLine("http://127.0.0.1:" + port, "list --no-encryption", "no connection to http://127.0.0.1:" + port);
    }

    @Test
    void aPageOfAProxyIsNoStore() throws IOException {
        try (HttpRelay server = HttpRelay.answering(
                request -> Effect.answer(200, "<html><body>Log in to the network<br></body></html>"))) {
            assertOneLine(server.endpoint().toString(), "list --no-encryption", "does not answer like S3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://-b-/x", "s3://backups/a//b", "s3://backups/../b", "s3:///x", "s3://id:hush-hush@backups/x"
            })
    void anOddPlaceIsAUsageError(String url) {
        Shell shell = new Shell(directory);
        assertThat(shell.run("list --no-encryption --s3-region-name eu-central-1 " + url))
                .isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).doesNotContain("hush-hush");
    }

    private void assertOneLine(String endpoint, String command, String advice) {
        Shell shell = new Shell(directory);
        assertThat(shell.run(command + " --s3-path-style --s3-endpoint-url " + endpoint + " s3://backups/laptop"))
                .isEqualTo(7);
        assertThat(shell.err().lines())
                .singleElement()
                .asString()
                .startsWith("holdfast: ")
                .contains(advice);
        assertThat(shell.err()).doesNotContain("hush-hush");
    }
}
