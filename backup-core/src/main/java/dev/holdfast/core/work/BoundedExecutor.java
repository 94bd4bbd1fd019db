package dev.holdfast.core.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Does so much work at a time on threads of others, in the order in which it came. Thread-safe. */
final class BoundedExecutor implements Executor {

    private final Executor threads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    BoundedExecutor(Executor threads, int atATime) {
        this.threads = threads;
        this.free = atATime;
    }

    /** @throws RuntimeException if a thread was needed, and was refused; then the work is not done */
    @Override
    public void execute(Runnable work) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(work);
                return;
            }
            free--;
        }
        try {
            threads.execute(() -> runFrom(work));
        } catch (RuntimeException | Error e) {
            runFrom(next());
            throw e;
        }
    }

    /** Asks for no thread anew: it might be refused, and what waits would wait for ever. */
    private void runFrom(@Nullable Runnable first) {
        for (Runnable work = first; work != null; work = next()) {
            work.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting.poll();
        if (next == null) {
            free++;
        }
        return next;
    }
}
