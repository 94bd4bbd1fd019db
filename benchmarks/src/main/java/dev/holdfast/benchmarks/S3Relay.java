package dev.holdfast.benchmarks;

import dev.holdfast.testkit.relay.Effect;
import dev.holdfast.testkit.relay.HttpRelay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Relays to an S3 server, counts, and is a bad network when asked. Its orders come on standard input, a line each:
 * {@code bad MILLISECONDS N} delays each request and lets every Nth fail, {@code good} neither; {@code count} prints
 * requests, body bytes up and body bytes down since the last one.
 */
public final class S3Relay {

    private static final Effect[] FAILURES = {
        Effect.error(500, "InternalError", "We encountered an internal error. Please try again."),
        Effect.error(503, "SlowDown", "Please reduce your request rate."),
        Effect.cutAnswerAfter(0)
    };

    private record Network(Duration delay, int failEach) {}

    private volatile Network network = new Network(Duration.ZERO, 0);
    private final AtomicLong failed = new AtomicLong();

    private S3Relay() {}

    /** @param args port to listen on, URL of the server */
    public static void main(String[] args) throws IOException {
        new S3Relay().run(Integer.parseInt(args[0]), URI.create(args[1]));
    }

    private void run(int port, URI server) throws IOException {
        try (HttpRelay relay = HttpRelay.to(server, port, this::effect);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            long requests = 0;
            long up = 0;
            long down = 0;
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ");
                switch (words[0]) {
                    case "bad" ->
                        network = new Network(Duration.ofMillis(Long.parseLong(words[1])), Integer.parseInt(words[2]));
                    case "good" -> network = new Network(Duration.ZERO, 0);
                    case "count" -> {
                        long seen = relay.requests().size();
                        System.out.println(
                                (seen - requests) + " " + (relay.bytesUp() - up) + " " + (relay.bytesDown() - down));
                        requests = seen;
                        up = relay.bytesUp();
                        down = relay.bytesDown();
                    }
                    default -> throw new IllegalArgumentException("unknown order: " + order);
                }
            }
        }
    }

    private Effect effect(HttpRelay.Request request) {
        Network now = network;
        boolean fails = now.failEach > 0 && request.number() % now.failEach == 0;
        Effect effect = fails ? FAILURES[(int) (failed.getAndIncrement() % FAILURES.length)] : Effect.NONE;
        return effect.after(now.delay);
    }
}
