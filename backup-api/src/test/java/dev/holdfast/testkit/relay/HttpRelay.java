package dev.holdfast.testkit.relay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Listens on the loopback interface and passes HTTP/1.1 requests on to a server as they are, signatures included,
 * unless an effect says otherwise. Counts requests and the bytes of bodies. Thread-safe; closing it cuts all
 * connections.
 */
public final class HttpRelay implements AutoCloseable {

    /**
     * A request that was seen.
     *
     * @param number from 1 in order of arrival
     * @param target path and query as they were sent
     */
    public record Request(long number, String method, String target) {

        /** Whether the path holds a text and the method is the one named. */
        public boolean is(String itsMethod, String part) {
            return method.equals(itsMethod) && target.contains(part);
        }
    }

    private final ServerSocket listening;
    private final URI server;
    private final Function<Request, Effect> effects;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytesUp = new AtomicLong();
    private final AtomicLong bytesDown = new AtomicLong();

    private HttpRelay(URI server, int port, Function<Request, Effect> effects) throws IOException {
        this.server = server;
        this.effects = effects;
        this.listening = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        start("relay", this::accept);
    }

    /** Relays to a server of plain HTTP. */
    public static HttpRelay to(URI server, Function<Request, Effect> effects) throws IOException {
        return new HttpRelay(server, 0, effects);
    }

    /** As {@link #to}, on a port of one's choice. */
    public static HttpRelay to(URI server, int port, Function<Request, Effect> effects) throws IOException {
        return new HttpRelay(server, port, effects);
    }

    /** Has no server behind it: each effect must be an answer. */
    public static HttpRelay answering(Function<Request, Effect> effects) throws IOException {
        return new HttpRelay(URI.create("http://127.0.0.1:9"), 0, effects);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** All requests so far. */
    public List<Request> requests() {
        return requests;
    }

    /** Bytes of request bodies that were passed on. */
    public long bytesUp() {
        return bytesUp.get();
    }

    /** Bytes of answers' bodies that were passed back. */
    public long bytesDown() {
        return bytesDown.get();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                start("relay-connection", () -> serve(client));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Upstream upstream = new Upstream()) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), 64 << 10);
            OutputStream out = new BufferedOutputStream(client.getOutputStream(), 64 << 10);
            for (HttpMessage head = HttpMessage.read(in); head != null; head = HttpMessage.read(in)) {
                if (!relay(head, in, out, upstream)) {
                    return;
                }
            }
        } catch (IOException cut) {
            // Both sides see the connection end, and say so.
        } finally {
            open.remove(client);
        }
    }

    /** @return whether the connection goes on */
    private boolean relay(HttpMessage head, InputStream in, OutputStream out, Upstream upstream) throws IOException {
        Request request = new Request(count.incrementAndGet(), head.start(0), head.start(1));
        requests.add(request);
        Effect effect = effects.apply(request);
        delay(effect);
        if (!head.header("Expect").isEmpty() && effect.status() == 0) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            head.remove("Expect");
        }
        if (effect.status() != 0) {
            if (head.header("Expect").isEmpty()) {
                head.copyBody(in, OutputStream.nullOutputStream(), false, -1);
            }
            answer(effect, head.start(0), out);
            return head.header("Expect").isEmpty();
        }
        head.write(upstream.out());
        bytesUp.addAndGet(head.copyBody(in, upstream.out(), false, effect.cutRequestAfter()));
        upstream.out().flush();
        if (effect.cutRequestAfter() >= 0) {
            return false;
        }
        HttpMessage answer = upstream.answer();
        if (effect.answerIsLost()) {
            return false;
        }
        answer.write(out);
        if (hasBody(head, answer)) {
            bytesDown.addAndGet(answer.copyBody(upstream.in(), out, true, effect.cutAnswerAfter()));
        }
        out.flush();
        return effect.cutAnswerAfter() < 0
                && (answer.isChunked() || answer.contentLength() >= 0 || !hasBody(head, answer))
                && !answer.header("Connection").equalsIgnoreCase("close");
    }

    private void delay(Effect effect) {
        try {
            if (!effect.delay().isZero()) {
                boolean ended = closed.await(effect.delay().toNanos(), TimeUnit.NANOSECONDS);
                assert !ended || listening.isClosed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasBody(HttpMessage request, HttpMessage answer) {
        String status = answer.start(1);
        return !request.start(0).equals("HEAD") && !status.equals("204") && !status.equals("304");
    }

    private static void answer(Effect effect, String method, OutputStream out) throws IOException {
        byte[] body = effect.answer().getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + effect.status() + " Scripted\r\nContent-Type: application/xml\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        if (!method.equals("HEAD")) {
            out.write(body);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        closed.countDown();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** The connection to the server that belongs to one of a client, opened when it is needed. */
    private final class Upstream implements AutoCloseable {

        private Socket socket;
        private InputStream in;
        private OutputStream out;

        OutputStream out() throws IOException {
            if (socket == null) {
                socket = new Socket(server.getHost(), server.getPort());
                socket.setTcpNoDelay(true);
                open.add(socket);
                in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
                out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
            }
            return out;
        }

        InputStream in() {
            return in;
        }

        /** The final answer's head. */
        HttpMessage answer() throws IOException {
            HttpMessage answer = HttpMessage.read(in);
            while (answer != null && answer.start(1).startsWith("1")) {
                answer = HttpMessage.read(in);
            }
            if (answer == null) {
                throw new IOException("the server closed the connection");
            }
            return answer;
        }

        @Override
        public void close() throws IOException {
            if (socket != null) {
                open.remove(socket);
                socket.close();
            }
        }
    }
}
