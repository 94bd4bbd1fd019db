package dev.holdfast.core.fetch;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.core.work.Unchecked;
import dev.holdfast.core.work.UninterruptibleWait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The work that a run has handed to other threads. After the first piece that fails, or after {@link #stop}, those that
 * have not begun are dropped. Thread-safe.
 */
public final class InFlight {

    private final Set<Thread> interruptible = new HashSet<>();
    private final List<Semaphore> bounds = new ArrayList<>();
    private long underWay;
    private volatile boolean stopped;
    private @Nullable Throwable failure;

    /** Runs work elsewhere, unless this was stopped by then. */
    public void submit(Executor executor, Runnable work) {
        submit(executor, work, () -> {});
    }

    /** @param over runs in any case: after the work, after its failure, and where it was dropped */
    void submit(Executor executor, Runnable work, Runnable over) {
        begin();
        try {
            executor.execute(() -> {
                try {
                    if (!stopped) {
                        work.run();
                    }
                } catch (Throwable e) {
                    fail(e);
                } finally {
                    over.run();
                    end();
                }
            });
        } catch (RuntimeException e) {
            over.run();
            end();
            throw e;
        }
    }

    private synchronized void begin() {
        underWay++;
    }

    private synchronized void end() {
        underWay--;
        if (underWay == 0) {
            notifyAll();
        }
    }

    private synchronized void fail(Throwable e) {
        if (failure == null && !stopped) {
            failure = e;
        }
        stop();
    }

    /** Does something that {@link #stop} may interrupt. */
    void interruptibly(Runnable work) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            interruptible.add(Thread.currentThread());
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                interruptible.remove(Thread.currentThread());
            }
        }
    }

    /** Lets what runs end soon and begins nothing more. */
    public synchronized void stop() {
        stopped = true;
        interruptible.forEach(Thread::interrupt);
        bounds.forEach(InFlight::open);
        bounds.clear();
        notifyAll();
    }

    /** Permits for what is under way. Once this is stopped, nobody waits for one: what is dropped gives none back. */
    public synchronized Semaphore permits(int count) {
        Semaphore permits = new Semaphore(count);
        if (stopped) {
            open(permits);
        } else {
            bounds.add(permits);
        }
        return permits;
    }

    private static void open(Semaphore permits) {
        permits.release(Integer.MAX_VALUE / 2);
    }

    public boolean isStopped() {
        return stopped;
    }

    /** Throws what the first failed piece of work threw, or that the current thread was interrupted. */
    public void check() {
        Throwable cause;
        synchronized (this) {
            cause = failure;
        }
        Unchecked.rethrow(cause);
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("interrupted");
        }
    }

    /** Waits until nothing is under way, then as {@link #check}. */
    public void await() {
        synchronized (this) {
            try {
                while (underWay > 0) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted", e);
            }
        }
        check();
    }

    /** Stops and waits until nothing is under way, whatever happens. */
    public void drain() {
        synchronized (this) {
            stop();
            UninterruptibleWait.until(this, () -> underWay == 0, () -> {});
        }
    }
}
