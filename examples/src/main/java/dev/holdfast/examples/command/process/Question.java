package dev.holdfast.examples.command.process;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A question to the person at the terminal, which is given up when its thread is interrupted or the process is told to
 * end.
 */
public final class Question {

    /**
     * The hooks that run when the process is told to end. Both throw {@link IllegalStateException} when it has been.
     */
    interface Hooks {
        void add(Thread hook);

        void remove(Thread hook);
    }

    private static final Hooks OF_THIS_PROCESS = new Hooks() {
        @Override
        public void add(Thread hook) {
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void remove(Thread hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    };

    private final FutureTask<char @Nullable []> answer;
    private final Hooks hooks;

    /** @param reading waits for the answer, whatever interrupts it */
    public Question(Callable<char @Nullable []> reading) {
        this(reading, OF_THIS_PROCESS);
    }

    Question(Callable<char @Nullable []> reading, Hooks hooks) {
        this.answer = new FutureTask<>(reading);
        this.hooks = hooks;
    }

    /** The answer; null if there is none or it was given up. To be called once. */
    public char @Nullable [] ask() {
        // Whoever asks may be a worker, which nobody interrupts.
        Thread hook = new Thread(() -> answer.cancel(false), "holdfast-unasked");
        try {
            hooks.add(hook);
        } catch (IllegalStateException e) {
            return null;
        }
        // Reading cannot be interrupted, so another thread does it, which the JVM does not wait for.
        Thread reader = new Thread(answer, "holdfast-question");
        reader.setDaemon(true);
        reader.start();
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the terminal cannot be read", e);
        } finally {
            remove(hook);
        }
    }

    private void remove(Thread hook) {
        try {
            hooks.remove(hook);
        } catch (IllegalStateException e) {
            // It is running, or has run.
        }
    }
}
