package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.testkit.relay.UntrustedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFailureTest {

    private static final ObjectKey KEY = ObjectKey.of("o");

    @Test
    void anUntrustedCertificateIsPermanentAndSaysWhereToTrustIt(@TempDir Path dir) throws Exception {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(UntrustedCertificate.make(dir)));
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
}
