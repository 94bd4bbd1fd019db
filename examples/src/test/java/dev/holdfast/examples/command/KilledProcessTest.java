package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.testing.TreeComparison;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command as a process that is killed in the middle of its writing; then the source changes and the command runs
 * again.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class KilledProcessTest {

    /** As bits in what the system shows of a process. */
    private static final long SIGINT_AND_SIGTERM = 1 << 2 - 1 | 1 << 15 - 1;

    @TempDir
    Path directory;

    private Shell shell;
    private final List<ProcessHandle> children = new ArrayList<>();

    @BeforeEach
    void makeSource() {
        shell = new Shell(directory);
        for (int i = 1; i <= 5; i++) {
            shell.write("source/d" + i + "/large", noise(i, 900_000));
            shell.write("source/d" + i + "/small", noise(-i, 1_000));
        }
    }

    @AfterEach
    void leaveNoChild() {
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private List<String> command(int write) {
        return command(
                "backup",
                "--volsize=1",
                "--encrypt-key=" + shell.path("public.asc"),
                "--archive-dir=" + shell.path("state"),
                shell.path("source").toString(),
                "halting://" + shell.path("repo") + "#" + write);
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HoldfastCommand.class.getName()));
        command.addAll(List.of(words));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        children.add(process.toHandle());
        return process;
    }

    /** Reads what a process prints until it stands still. */
    private static void untilReached(BufferedReader output) throws IOException {
        until(HaltingStorageProvider.REACHED, output);
    }

    private static void until(String expected, BufferedReader output) throws IOException {
        StringBuilder printed = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(expected)) {
                return;
            }
            printed.append(line).append('\n');
        }
        throw new AssertionError("the process ended before it printed " + expected + ":\n" + printed);
    }

    private void changeSource() throws IOException {
        shell.write("source/a-name-before-all/new", noise(100, 50_000));
        shell.write("source/d1/large", noise(101, 800_000));
        Files.delete(shell.path("source/d2/large"));
        shell.write("source/d5/small", noise(102, 1_500));
    }

    private void assertTheNextRunIsWhole() throws Exception {
        String archiveDir = " --archive-dir=@state";
        assertThat(shell.run("backup --encrypt-key=@public.asc @source @@repo" + archiveDir))
                .as(shell.err())
                .isZero();
        assertThat(shell.run("restore --secret-key=@secret.asc @@repo @restored" + archiveDir))
                .isZero();
        assertThat(TreeComparison.compare(shell.path("source"), shell.path("restored")))
                .isEmpty();
        assertThat(shell.run("verify --data --secret-key=@secret.asc @@repo" + archiveDir))
                .as(shell.out() + shell.err())
                .isZero();
    }

    /**
     * 1 is the first record, 2 the lease, 3 to 7 the volumes; later ones are catalog, inventory, manifest and record.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 9, 11})
    void nothingIsLostAndNothingOldComesBack(int write) throws Exception {
        Process process = start(command(write));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            untilReached(output);
            process.destroyForcibly().waitFor();
        }
        changeSource();
        assertTheNextRunIsWhole();
    }

    @Test
    void anEarlierSnapshotOutlivesAKilledRun() throws Exception {
        String keys = " --archive-dir=@state --current-time=2026-11-0";
        shell.run("backup --encrypt-key=@public.asc @source @@repo" + keys + "1T00:00:00Z");
        shell.run("restore --secret-key=@secret.asc @@repo @before" + keys + "1T01:00:00Z");
        changeSource();
        Process process = start(command(3));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            untilReached(output);
            process.destroyForcibly().waitFor();
        }
        shell.write("source/d3/small", noise(103, 2_000));
        assertTheNextRunIsWhole();
        assertThat(shell.run("restore --secret-key=@secret.asc --time=2026-11-01T12:00:00Z @@repo @again"))
                .isZero();
        assertThat(TreeComparison.compare(shell.path("before"), shell.path("again")))
                .isEmpty();
    }

    /** The store is silent, so the orderly end that the first signal begins takes long. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSecondSignalEndsItAtOnce(String signal, int code) throws Exception {
        Process process = start(command(4));
        assumeTrue(takesSignals(process), "whoever runs the tests has told it to ignore signals");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            untilReached(output);
            send(signal, process);
            until("holdfast: told to stop; ends in order, or at once when told again (Ctrl-C)", output);
            send(signal, process);
            assertThat(process.waitFor()).isEqualTo(code);
        }
        changeSource();
        assertTheNextRunIsWhole();
    }

    private static boolean takesSignals(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        long signals = Long.parseUnsignedLong(ignored.substring(ignored.indexOf('\t') + 1), 16);
        return (signals & SIGINT_AND_SIGTERM) == 0;
    }

    private static void send(String signal, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Nobody has asked yet how the killed process ended, so its entry is still there. */
    @Test
    void aDefunctProcessHoldsNoLease() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" & exec sleep 1000 >/dev/null 2>&1", "sh"));
        line.addAll(command(4));
        Process parent = start(line);
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            untilReached(output);
            ProcessHandle killed = parent.children().findFirst().orElseThrow();
            killed.destroyForcibly();
            assertThat(output.readLine()).as("all that it printed").isNull();
            changeSource();
            assertTheNextRunIsWhole();
            assertThat(Files.exists(Path.of("/proc/" + killed.pid()))).isTrue();
        }
    }

    @Test
    void theNextRestoreDeletesWhatAKilledOneHasLeftUnderATemporaryName() throws Exception {
        shell.write("source/many/volumes", noise(7, 3_500_000));
        Files.setPosixFilePermissions(shell.path("source/many"), PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(shell.run("backup --volsize=1 --no-encryption @source @@repo"))
                .isZero();
        Path target = Files.createDirectory(shell.path("restored"));
        Process process = start(command(
                "restore",
                "--no-encryption",
                "--archive-dir=" + shell.path("state"),
                "--path=many",
                "halting://" + shell.path("repo") + "#read-2",
                target.toString()));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            untilReached(output);
            // What was read before is still being written.
            while (isEmpty(target)) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
        }
        assertThat(target).isDirectoryContaining("glob:**/.holdfast-restore-*");

        assertThat(shell.run("restore --no-encryption --path=many @@repo @restored"))
                .as(shell.err())
                .isZero();
        assertThat(TreeComparison.compare(shell.path("source/many"), target)).isEmpty();
    }

    private static boolean isEmpty(Path target) throws IOException {
        try (Stream<Path> names = Files.list(target)) {
            return names.findAny().isEmpty();
        }
    }
}
