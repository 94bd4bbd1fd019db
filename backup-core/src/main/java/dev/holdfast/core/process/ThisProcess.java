package dev.holdfast.core.process;

import dev.holdfast.core.bytes.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a process is told from others without naming its machine, and whether one on the same machine is gone. Immutable.
 *
 * @param machine identifies the machine since its start, and the process ids that are seen there
 * @param id number and start time of the process
 */
public record ThisProcess(String machine, String id) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path PROCESS_NAMESPACE = Path.of("/proc/self/ns/pid");

    /**
     * @param random for the identity of a machine that tells none: nobody else has it, so nothing is concluded from it
     */
    public static ThisProcess current(RandomGenerator random) {
        ProcessHandle self = ProcessHandle.current();
        return new ThisProcess(systemMachine().orElseGet(() -> randomHex(random)), nameOf(self));
    }

    private static Optional<String> systemMachine() {
        try {
            // Containers share the boot id of their machine, but not the numbers of processes.
            return Optional.of(
                    Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip()
                            + Files.readSymbolicLink(PROCESS_NAMESPACE));
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.empty();
        }
    }

    public static String randomHex(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String nameOf(ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + started;
    }

    /** What others may know of the machine: the same nowhere else, as in no other repository. */
    public String host(String where) {
        return Sha256.hex(("holdfast-host" + machine + where).getBytes(StandardCharsets.UTF_8))
                .substring(0, 32);
    }

    /** Whether only its entry is left, because nobody has asked how it ended. */
    private static boolean isDefunct(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a process of this machine is known to be gone. */
    public static boolean isGone(String process) {
        int dash = process.indexOf('-');
        try {
            long pid = Long.parseLong(process, 0, Math.max(0, dash), 10);
            return isGone(pid)
                    || ProcessHandle.of(pid)
                            .filter(handle -> nameOf(handle).equals(process))
                            .isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether no process of this machine has a number. */
    public static boolean isGone(long pid) {
        return isDefunct(pid)
                || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }
}
