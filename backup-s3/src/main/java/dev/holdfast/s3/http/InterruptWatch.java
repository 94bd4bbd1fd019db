package dev.holdfast.s3.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks ten times a second whether the thread of an exchange was interrupted. The watch's own thread lives while there
 * are exchanges. Thread-safe.
 */
final class InterruptWatch {

    private static final long PAUSE_MILLIS = 100;

    private final Set<Exchange> exchanges = new HashSet<>();
    private boolean isRunning;

    synchronized void add(Exchange exchange) {
        exchanges.add(exchange);
        if (!isRunning) {
            isRunning = true;
            Thread thread = new Thread(this::run, "holdfast-s3-interrupts");
            thread.setDaemon(true);
            thread.start();
        }
    }

    synchronized void remove(Exchange exchange) {
        exchanges.remove(exchange);
    }

    private void run() {
        for (List<Exchange> found = afterPause(); !found.isEmpty(); found = afterPause()) {
            found.forEach(Exchange::look);
        }
    }

    private synchronized List<Exchange> afterPause() {
        try {
            wait(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // Nobody knows this thread; to end it, exchanges end.
        }
        isRunning = !exchanges.isEmpty();
        return List.copyOf(exchanges);
    }
}
