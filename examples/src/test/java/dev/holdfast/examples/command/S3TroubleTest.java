package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.core.Holdfast;
import dev.holdfast.testkit.relay.Effect;
import dev.holdfast.testkit.relay.HttpRelay;
import dev.holdfast.testkit.relay.UntrustedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with an S3 store: one exception, one exit code, one line that says what to do. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
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
                Arguments.of(403, "AccessDenied", "Access Denied", "must allow s3:ListBucket on arn:aws:s3:::backups "),
                Arguments.of(404, "NoSuchBucket", "does not exist", "no such bucket"),
                Arguments.of(400, "ExpiredToken", "expired", "have expired; renew them"),
                Arguments.of(403, "InvalidAccessKeyId", "not in our records", "credentials are wrong"),
                Arguments.of(403, "SignatureDoesNotMatch", "differs", "credentials are wrong"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void aRefusalIsOneLineAndExitCodeSeven(int status, String code, String message, String advice) throws IOException {
        try (HttpRelay server = HttpRelay.answering(request -> Effect.error(status, code, message))) {
            assertOpeningFails(server.endpoint().toString(), advice);
        }
    }

    @Test
    void aCertificateThatNobodyTrustsSaysWhereToTrustIt() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(UntrustedCertificate.make(directory)));
        server.start();
        try {
            assertOpeningFails("https://localhost:" + server.getAddress().getPort(), "trust store");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatSpeaksNoTlsSaysSo() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> refuseAll(plain, "400 Bad Request"));
            assertOpeningFails("https://localhost:" + plain.getLocalPort(), "does not speak TLS");
            plain.close();
            answering.join();
        }
    }

    /** Properties stand for the environment's {@code https_proxy}, which a test cannot set. */
    @Test
    void anHttpsServerIsAskedThroughTheProxyForHttps() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering =
                    CompletableFuture.runAsync(() -> refuseAll(proxy, "407 Proxy Authentication Required"));
            System.setProperty("https.proxyHost", proxy.getInetAddress().getHostAddress());
            System.setProperty("https.proxyPort", Integer.toString(proxy.getLocalPort()));
            try {
                assertOneLine(
                        "https://store.invalid", "list --no-encryption", "proxy on the way wants user and password");
            } finally {
                System.clearProperty("https.proxyHost");
                System.clearProperty("https.proxyPort");
            }
            proxy.close();
            answering.join();
        }
    }

    private static void refuseAll(ServerSocket plain, String status) {
        while (true) {
            try (Socket socket = plain.accept()) {
                socket.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                return;
            }
        }
    }

    /** In a program it is one exception, on the command line one line and exit code 7. */
    private void assertOpeningFails(String endpoint, String advice) {
        assertThatThrownBy(() -> Holdfast.repository()
                        .storage(
                                URI.create("s3://backups/laptop"),
                                Map.of("endpoint", endpoint, "pathStyle", "true", "region", "us-east-1"))
                        .unencrypted()
                        .open())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(advice)
                .hasMessageNotContaining("hush-hush");
        assertOneLine(endpoint, "list --no-encryption", advice);
    }

    @Test
    void aDeniedPutNamesActionAndObject() throws IOException {
        assertPutFails(
                Effect.error(403, "AccessDenied", "Access Denied"), "s3:PutObject on arn:aws:s3:::backups/laptop/*");
    }

    @Test
    void aBucketOfAnotherAccountIsRefusedWhereItsOwnerIsExpected() throws IOException {
        try (HttpRelay server = HttpRelay.answering(request -> Effect.error(403, "AccessDenied", "Access Denied"))) {
            assertOneLine(
                    server.endpoint().toString(),
                    "list --no-encryption --s3-expected-bucket-owner 123456789012",
                    "the bucket must belong to the expected account 123456789012");
        }
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
            assertThatThrownBy(() -> Holdfast.repository()
                            .storage(
                                    URI.create("s3://backups/laptop"),
                                    Map.of("endpoint", server.endpoint().toString(), "pathStyle", "true"))
                            .unencrypted()
                            .openOrCreate())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(advice);
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
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (HttpRelay server = HttpRelay.answering(request -> Effect.delay(Duration.ofMinutes(1)))) {
            Shell shell = new Shell(directory);
            assertThat(shell.run("list --no-encryption impatient://"
                            + server.endpoint().getAuthority()))
                    .isEqualTo(7);
            assertThat(shell.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("holdfast: ")
                    .contains("no answer from http://127.0.0.1:", "within the deadline");
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
            strings = {
                "s3://-b-/x",
                "s3://backups/a//b",
                "s3://backups/../b",
                "s3:///x",
                "s3://id:hush-hush@backups/x",
                "--s3-checksum crc16 s3://backups/x",
                "--s3-expected-bucket-owner me s3://backups/x",
                "--s3-max-rate 0 s3://backups/x"
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
