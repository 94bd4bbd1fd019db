package dev.holdfast.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.api.storage.ObjectBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as told, one answer for each request, and remembers what it was asked. */
final class ScriptedServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    record Request(String method, URI uri, Headers headers, int bodyBytes, String contentMd5) {

        String header(String name) {
            return headers.getFirst(name);
        }
    }

    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    ScriptedServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    ScriptedServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                body.length,
                UploadChecksum.CONTENT_MD5.of(ObjectBody.of(body))));
        Answer next = script.poll();
        try (exchange) {
            (next == null ? error(418, "Unscripted", "no answer is left") : next).to(exchange);
        }
    }

    ScriptedServer then(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    Request request(int index) {
        return requests.get(index);
    }

    List<String> methods() {
        return requests.stream().map(Request::method).toList();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    S3StorageBuilder storage() {
        return S3Storage.builder()
                .endpoint(endpoint())
                .region("eu-central-1")
                .pathStyle()
                .credentials("id", "hush-hush")
                .bucket("backups")
                .prefix("laptop");
    }

    /** An error as S3 writes it; headers by name and value. */
    static Answer error(int status, String code, String message, String... headers) {
        return answer(
                status,
                "<Error><Code>" + code + "</Code><Message>" + message + "</Message><RequestId>R7</RequestId></Error>",
                headers);
    }

    /** A success with an ETag. */
    static Answer ok(String body, String... headers) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"e7a6\"");
            answer(200, body, headers).to(exchange);
        };
    }

    /** As to HEAD, which has no body. */
    static Answer head(int status, String... headers) {
        return exchange -> {
            set(exchange, headers);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Answer answer(int status, String body, String... headers) {
        return exchange -> {
            set(exchange, headers);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
            if (hasBody) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /** Cuts the connection in the middle of a body, or before the answer if {@code sent} is negative. */
    static Answer cut(int announced, int sent) {
        return exchange -> {
            if (sent >= 0) {
                exchange.getResponseHeaders().set("ETag", "\"e7a6\"");
                exchange.sendResponseHeaders(200, announced);
                exchange.getResponseBody().write(new byte[sent]);
                exchange.getResponseBody().flush();
            }
        };
    }

    /** Never answers. */
    Answer silence() {
        return exchange -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void set(HttpExchange exchange, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
