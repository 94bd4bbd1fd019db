package dev.holdfast.examples.quickstart;

import dev.holdfast.api.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a backup with the {@code holdfast} command in a process of its own, which is told the public key and no other.
 */
final class KeylessBackup {

    private static final String MAIN_CLASS = "dev.holdfast.examples.command.HoldfastCommand";

    private KeylessBackup() {}

    /** @return what the command printed */
    static String run(Workplace workplace, Place place) throws IOException, InterruptedException {
        Process process = processOf(workplace, place).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new StorageException("the backup in a process of its own ended with " + code + ": " + output);
            }
            return output;
        } finally {
            process.destroy();
        }
    }

    private static ProcessBuilder processOf(Workplace workplace, Place place) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS,
                "backup",
                "--incremental",
                "--encrypt-key",
                workplace.publicKey().toString(),
                "--archive-dir",
                workplace.localState().toString(),
                workplace.source().toString(),
                place.url()));
        command.addAll(place.options());
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().putAll(place.environment());
        process.environment().remove("PASSPHRASE");
        process.environment().remove("SIGN_PASSPHRASE");
        return process.redirectErrorStream(true);
    }
}
