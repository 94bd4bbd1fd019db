package dev.holdfast.examples.command.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Text, and below it, on a terminal, one line that is written over and over. Text that comes while the line is shown is
 * put above it. In UTF-8, whatever the locale; buffered until it is flushed. Thread-safe.
 */
public final class TerminalStream extends PrintStream {

    private static final int BUFFER_BYTES = 8_192;

    private final Lines lines;

    private TerminalStream(Lines lines) {
        super(new BufferedOutputStream(lines, BUFFER_BYTES), false, StandardCharsets.UTF_8);
        this.lines = lines;
    }

    public static TerminalStream over(OutputStream out) {
        return new TerminalStream(new Lines(out));
    }

    /** Shows a line, at once, in the place of the one before. */
    void show(String line) {
        lines.show(line);
    }

    /** Wipes the line. */
    void wipe() {
        lines.show("");
    }

    /** Wipes the line, and shows none until this ends, since somebody else writes to the terminal. */
    void pause(boolean isPaused) {
        lines.pause(isPaused);
    }

    /** What is written to the terminal, in order. */
    private static final class Lines extends OutputStream {

        private static final String TO_LINE_START_AND_WIPE = "\r\u001b[K";
        /** What a narrow terminal puts on the next line would not be wiped; how wide it is, nobody need say. */
        private static final String WITHOUT_WRAPPING = "\u001b[?7l";

        private static final String WRAPPING_AGAIN = "\u001b[?7h";

        private final OutputStream out;
        private String line = "";
        private boolean isShown;
        /** Whether text has ended its last line, so that nothing is written over. */
        private boolean isTextEnded = true;
        /** While somebody else writes to the terminal. */
        private boolean isPaused;

        Lines(OutputStream out) {
            this.out = out;
        }

        synchronized void show(String newLine) {
            line = newLine;
            try {
                hide();
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        synchronized void pause(boolean paused) {
            isPaused = paused;
            show(line);
        }

        private void hide() throws IOException {
            if (isShown) {
                out.write(TO_LINE_START_AND_WIPE.getBytes(StandardCharsets.UTF_8));
                isShown = false;
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                hide();
                out.write(bytes, offset, length);
                isTextEnded = bytes[offset + length - 1] == '\n';
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void flush() throws IOException {
            if (!line.isEmpty() && !isShown && isTextEnded && !isPaused) {
                out.write((WITHOUT_WRAPPING + line + WRAPPING_AGAIN).getBytes(StandardCharsets.UTF_8));
                isShown = true;
            }
            out.flush();
        }

        @Override
        public synchronized void close() throws IOException {
            out.close();
        }
    }
}
