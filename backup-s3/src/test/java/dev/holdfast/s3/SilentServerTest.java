package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.s3.ScriptedServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** An interrupt ends what waits for a server that says nothing more, long before any time is over. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SilentServerTest {

    private static final ObjectKey KEY = ObjectKey.of("o");
    private static final Duration FOREVER = Duration.ofHours(1);

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private S3StorageBuilder patient() {
        return server.storage().timeouts(FOREVER, FOREVER, FOREVER);
    }

    /** First something, then silence in which the caller is interrupted. */
    private Answer interrupting(Answer first) {
        Thread caller = Thread.currentThread();
        return exchange -> {
            first.to(exchange);
            caller.interrupt();
            server.silence().to(exchange);
        };
    }

    private static void assertInterrupted(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whileItOwesTheAnswer() {
        server.then(interrupting(exchange -> {}));
        try (S3Storage storage = patient().build()) {
            assertInterrupted(() -> storage.put(KEY, ObjectBody.of(new byte[10]), ObjectKind.LOG));
        }
    }

    @Test
    void inTheMiddleOfAListing() {
        server.then(interrupting(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("<ListBucketResult>".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }));
        try (S3Storage storage = patient().build()) {
            assertInterrupted(() -> storage.list("", ""));
        }
    }

    @Test
    void inTheMiddleOfAnObject() throws IOException {
        CountDownLatch opened = new CountDownLatch(1);
        server.then(interrupting(exchange -> {
            ScriptedServer.cut(1 << 20, 10).to(exchange);
            await(opened);
        }));
        try (S3Storage storage = patient().build();
                InputStream object = storage.open(KEY, ByteRange.ALL)) {
            assertThat(object.readNBytes(10)).hasSize(10);
            opened.countDown();
            assertInterrupted(object::read);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The interrupt may come before the SDK has looked at the answer's head, or after. */
    @Test
    void betweenTheHeadAndTheBodyOfAnObject() {
        server.then(interrupting(ScriptedServer.cut(1 << 20, 10)));
        try (S3Storage storage = patient().build()) {
            assertInterrupted(() -> storage.open(KEY, ByteRange.ALL).readAllBytes());
        }
    }

    /** Its parts would stay at the server. */
    @Test
    void whileAnUploadInPartsIsAborted() {
        server.then(
                ScriptedServer.ok(
                        "<InitiateMultipartUploadResult><UploadId>u7</UploadId></InitiateMultipartUploadResult>"),
                interrupting(exchange -> {}),
                server.silence());
        try (S3Storage storage = patient().multipart(5 << 20, 5 << 20).build()) {
            byte[] twoParts = new byte[6 << 20];
            assertInterrupted(() -> storage.put(KEY, ObjectBody.of(twoParts), ObjectKind.VOLUME));
        }
        assertThat(server.methods()).containsExactly("POST", "PUT", "DELETE");
    }

    /** Another use of the storage is none of the interrupted thread's business. */
    @Test
    void aCallAfterItSucceeds() throws IOException {
        server.then(interrupting(exchange -> {}), ScriptedServer.head(404));
        try (S3Storage storage = patient().build()) {
            assertInterrupted(() -> storage.stat(KEY));
            assertThat(storage.stat(KEY)).isEmpty();
        }
    }

    @Test
    void beforeItReadsTheBodyOrAnswersTheHandshake() throws IOException {
        for (String scheme : new String[] {"http", "https"}) {
            try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                    S3Storage storage = patient()
                            .endpoint(URI.create(scheme + "://localhost:" + deaf.getLocalPort()))
                            .build()) {
                Thread caller = Thread.currentThread();
                CompletableFuture<Socket> accepted =
                        CompletableFuture.supplyAsync(() -> acceptAndInterrupt(deaf, caller));
                byte[] tooMuchForBuffers = new byte[32 << 20];
                assertInterrupted(() -> storage.put(KEY, ObjectBody.of(tooMuchForBuffers), ObjectKind.VOLUME));
                accepted.join().close();
            }
        }
    }

    private static Socket acceptAndInterrupt(ServerSocket deaf, Thread caller) {
        try {
            Socket socket = deaf.accept();
            socket.getInputStream().read();
            caller.interrupt();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
