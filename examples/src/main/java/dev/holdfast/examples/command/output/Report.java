package dev.holdfast.examples.command.output;

import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.examples.command.process.Question;
import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command's result goes: to the output, for people or as JSON; what is wrong goes to the error stream. */
public final class Report {

    private static final int MOST_SHOWN = 100;

    private final PrintStream out;
    private final TerminalStream err;
    private final int terminalColumns;
    private final boolean json;
    private final int verbosity;

    /**
     * @param terminalColumns the width of the terminal that {@code err} is; 0 if it is none
     * @param verbosity 0 to 9
     */
    public Report(PrintStream out, TerminalStream err, int terminalColumns, boolean json, int verbosity) {
        this.out = out;
        this.err = err;
        this.terminalColumns = terminalColumns;
        this.json = json;
        this.verbosity = verbosity;
    }

    public PrintStream out() {
        return out;
    }

    /**
     * Asks the person at the terminal for what must not be seen; null if there is none, the thread is interrupted, or
     * the process is told to stop. Until the answer no progress is shown, and no other question.
     */
    public synchronized char @Nullable [] ask(String prompt) {
        Console console = hasTerminal() ? System.console() : null;
        if (console == null || Thread.currentThread().isInterrupted()) {
            return null;
        }
        err.pause(true);
        try {
            return new Question(() -> console.readPassword("%s: ", prompt)).ask();
        } finally {
            err.pause(false);
        }
    }

    /** Whether a person watches, who could be asked. */
    public boolean hasTerminal() {
        return terminalColumns > 0;
    }

    public boolean isJson() {
        return json;
    }

    /** Begins the one object of the result. */
    public JsonText json() {
        return new JsonText(out);
    }

    /** A line of a summary, which the lowest verbosities leave out. */
    public void summary(String line) {
        if (!json && verbosity >= 3) {
            out.print(line + "\n");
        }
    }

    public void notices(List<Notice> notices) {
        notices.forEach(notice -> notice(notice.message()));
    }

    public void notice(String message) {
        if (verbosity >= 3) {
            err.print("notice: " + message + "\n");
            err.flush();
        }
    }

    public void failures(List<Failure> failures, long count) {
        wrong("failed", failures, count);
    }

    /**
     * Things that are wrong, one a line.
     *
     * @param count how many there are; may be more than are listed
     */
    public void wrong(String kind, List<?> things, long count) {
        int shown = 0;
        for (Object thing : things) {
            if (shown == MOST_SHOWN && verbosity < 5) {
                break;
            }
            err.print(kind + ": " + thing + "\n");
            shown++;
        }
        if (count > shown) {
            err.print(kind + ": " + Amounts.count(count - shown) + " more\n");
        }
    }

    /**
     * Says what helps against damage of the store.
     *
     * @param damaged snapshots and unfinished ones that need something damaged, the oldest first
     * @param newest the newest complete snapshot
     * @param isSignerExpected whether a snapshot counts as damaged that another one has signed
     */
    public void damageAdvice(List<SnapshotId> damaged, Optional<SnapshotId> newest, boolean isSignerExpected) {
        if (isSignerExpected) {
            err.print("what to do: see first that the signers are expected who did sign (--expect-signer)\n");
        }
        String advice;
        if (damaged.isEmpty()) {
            advice = "no snapshot is known to need it; backup --full makes one that builds on nothing older";
        } else if (newest.isEmpty() || damaged.get(damaged.size() - 1).compareTo(newest.get()) >= 0) {
            advice = "backup --repair makes a snapshot that needs nothing damaged, of what the source still has";
        } else {
            advice = "the newest snapshot is whole, and nothing can mend "
                    + Amounts.count(damaged.size(), "older one", "older ones") + " (first: " + damaged.get(0)
                    + "); restore gives back what is left of those whose manifest is whole, forget removes them";
        }
        err.print("what to do: " + advice + "\n");
    }

    /** @param stored what the bytes of the store are called: {@code stored}, {@code fetched} */
    public ProgressLine progressLine(String stored) {
        return new ProgressLine(terminalColumns > 0 && verbosity >= 3 ? err : null, stored, terminalColumns);
    }
}
