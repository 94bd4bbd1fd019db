package dev.holdfast.examples.command.process;

import dev.holdfast.examples.command.line.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether a person watches the error stream, and how wide the terminal is. */
public final class Terminal {

    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    /** 0 if the error stream is no terminal. */
    public static int columns(Map<String, Word> environment) {
        if (!isTerminal()) {
            return 0;
        }
        Word columns = environment.get("COLUMNS");
        try {
            return columns == null ? USUAL_COLUMNS : Math.max(20, Integer.parseInt(columns.toString()));
        } catch (NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }

    /** Some JDKs have a console also where there is no terminal, so the system is asked first. */
    private static boolean isTerminal() {
        Path stream = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
