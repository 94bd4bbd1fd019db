package dev.holdfast.examples.command.process;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Lets a run end in order when the process is told to stop (SIGINT, SIGTERM): its thread is interrupted, and the
 * process stays until the run has recorded how far it came. The JVM then ends with 128 and the signal's number: 130,
 * 143. A second signal ends it at once, in the same way.
 */
public final class Interruption {

    private final CountDownLatch ended = new CountDownLatch(1);

    private Interruption() {}

    public static Interruption ofThisThread(PrintStream err) {
        Interruption interruption = new Interruption();
        Thread run = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.stop(run, err), "holdfast-interruption"));
        return interruption;
    }

    private void stop(Thread run, PrintStream err) {
        if (ended.getCount() == 0) {
            return;
        }
        leaveToTheSystem("INT");
        leaveToTheSystem("TERM");
        err.print("holdfast: told to stop; ends in order, or at once when told again (Ctrl-C)\n");
        err.flush();
        run.interrupt();
        try {
            ended.await();
        } catch (InterruptedException e) {
            err.print("holdfast: stopped before the run had ended\n");
            err.flush();
        }
    }

    /**
     * The JVM, which is ending, takes no further signal for anything; the system ends it. One that was ignored stays
     * so.
     */
    private static void leaveToTheSystem(String signal) {
        Signal.handle(new Signal(signal), SignalHandler.SIG_DFL);
    }

    /** To be called before the thread ends or exits. */
    public void runHasEnded() {
        ended.countDown();
    }
}
