package dev.holdfast.examples.s3server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.api.storage.ConditionalStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens, and answers each request from a storage. Checks no signatures. Thread-safe; leaves the storage open. */
public final class S3Server implements AutoCloseable {

    /** The only one that there is. */
    public static final String BUCKET = "examples";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "s3-server");
        thread.setDaemon(true);
        return thread;
    });
    private final ObjectCalls objects;
    private final BucketCalls bucket;

    private S3Server(ConditionalStorage storage) throws IOException {
        this.objects = new ObjectCalls(storage);
        this.bucket = new BucketCalls(storage);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** On a free port of this machine. */
    public static S3Server over(ConditionalStorage storage) throws IOException {
        return new S3Server(storage);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            S3Answer answer;
            try {
                answer = dispatch(exchange);
            } catch (IllegalArgumentException e) {
                answer = S3Answer.error(400, "InvalidArgument", String.valueOf(e.getMessage()));
            } catch (IOException e) {
                answer = S3Answer.error(500, "InternalError", String.valueOf(e.getMessage()));
            }
            answer.send(exchange);
        }
    }

    private S3Answer dispatch(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String root = "/" + BUCKET;
        if (path.equals(root) || path.equals(root + "/")) {
            return bucket.answer(exchange);
        }
        return path.startsWith(root + "/")
                ? objects.answer(exchange, path.substring(root.length() + 1))
                : S3Answer.error(404, "NoSuchBucket", "The only bucket is " + BUCKET);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
