package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFailureTest {

    private static final ObjectKey KEY = ObjectKey.of("o");
    private static final String PASSWORD = "changeit";

    @Test
    void anUntrustedCertificateIsPermanentAndSaysWhereToTrustIt(@TempDir Path dir) throws Exception {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(selfSigned(dir.resolve("keys.p12"))));
        try (ScriptedServer server = new ScriptedServer(https);
                S3Storage storage = storage(https.getAddress().getPort())) {
            assertThatThrownBy(() -> storage.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("TLS certificate of https://localhost")
                    .hasMessageContaining("trust store");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsSaysSo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                S3Storage storage = storage(plain.getLocalPort())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(plain));
            assertThatThrownBy(() -> storage.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("does not speak TLS")
                    .hasMessageContaining("scheme");
            answered.join();
        }
    }

    private static void answer(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Storage storage(int port) {
        return S3Storage.builder()
                .endpoint(URI.create("https://localhost:" + port))
                .region("us-east-1")
                .pathStyle()
                .credentials("id", "hush-hush")
                .bucket("backups")
                .build();
    }

    private static SSLContext selfSigned(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
