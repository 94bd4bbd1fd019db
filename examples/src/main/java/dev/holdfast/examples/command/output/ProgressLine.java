package dev.holdfast.examples.command.output;

import dev.holdfast.api.Progress;
import dev.holdfast.api.ProgressListener;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of a terminal that is written over and over: how far a run is, how fast, and how long it will take. It is
 * wiped when it ends.
 */
public final class ProgressLine implements ProgressListener, AutoCloseable {

    private final @Nullable TerminalStream terminal;
    private final String stored;
    private final int columns;
    private boolean closed;

    /**
     * @param terminal null if nobody watches
     * @param stored what the bytes of the store are called: {@code stored}, {@code fetched}
     * @param columns the width of the terminal
     */
    ProgressLine(@Nullable TerminalStream terminal, String stored, int columns) {
        this.terminal = terminal;
        this.stored = stored;
        this.columns = columns;
    }

    @Override
    public synchronized void progress(Progress progress) {
        if (terminal != null && !closed) {
            terminal.show(line(progress));
        }
    }

    String line(Progress progress) {
        StringBuilder line = new StringBuilder();
        switch (progress.phase()) {
            case PREPARING -> line.append("preparing");
            case FINISHING -> line.append("finishing, ");
            case TRANSFERRING -> {}
        }
        if (progress.phase() != Progress.Phase.PREPARING) {
            amounts(progress, line);
        }
        if (!progress.current().isEmpty()) {
            line.append("  ").append(progress.current());
        }
        return line.length() < columns ? line.toString() : line.substring(0, columns - 1);
    }

    private void amounts(Progress progress, StringBuilder line) {
        long millis = Math.max(1, progress.elapsed().toMillis());
        long bytesPerSecond = (long) (progress.bytes() * 1000.0 / millis);
        line.append(Amounts.bytes(progress.bytes()));
        OptionalLong total = progress.totalBytes();
        OptionalInt percent = progress.percent();
        if (total.isPresent() && percent.isPresent()) {
            line.append(" of ")
                    .append(Amounts.bytes(total.getAsLong()))
                    .append(", ")
                    .append(percent.getAsInt())
                    .append(" %");
        }
        line.append(", ").append(Amounts.bytes(bytesPerSecond)).append("/s");
        if (total.isPresent() && bytesPerSecond > 0 && total.getAsLong() > progress.bytes()) {
            Duration left = Duration.ofSeconds((total.getAsLong() - progress.bytes()) / bytesPerSecond);
            line.append(", ").append(Amounts.duration(left)).append(" left");
        }
        line.append(", ")
                .append(Amounts.bytes(progress.storedBytes()))
                .append(' ')
                .append(stored);
    }

    /** Wipes the line and writes no other. */
    public synchronized void end() {
        if (terminal != null && !closed) {
            terminal.wipe();
        }
        closed = true;
    }

    @Override
    public void close() {
        end();
    }
}
