package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.examples.command.line.Word;
import dev.holdfast.testkit.storage.ArchiveStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores from an archive class, each command as a process of its own. */
class FrozenVolumesTest {

    private static final String RESTORE = "restore --no-encryption ";

    private final String name = UUID.randomUUID().toString();
    private final String url = "freezer://" + name + "/ ";
    private final ArchiveStorage store = FreezerProvider.store(name);

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void backUp() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "kept for long");
        assertThat(shell.run("backup --no-encryption @source " + url)).isZero();
    }

    @Test
    void aDryRunPrintsThePlanAndDoesNothing() {
        assertThat(shell.run(RESTORE + "--dry-run " + url + "@dest")).isZero();

        assertThat(shell.out())
                .startsWith("Would restore snapshot ")
                .contains("  content: 1 file, 13 bytes")
                .contains(" of 1 volume in about 1 request: ARCHIVE ")
                .contains("  volumes: 0 ready, 0 thawing, 1 frozen\n")
                .contains(" in 1 request: ARCHIVE ");
        assertThat(shell.path("dest")).doesNotExist();
        assertThat(store.asked()).isEmpty();

        assertThat(shell.run(RESTORE + "--dry-run --json " + url + "@dest")).isZero();
        assertThat(shell.out())
                .contains("\"files\":1,\"contentBytes\":13,\"requests\":1,")
                .contains("\"state\":\"frozen\",\"storageClass\":\"ARCHIVE\"");
    }

    @Test
    void theSameCommandThawsAndThenRestores() {
        String command = RESTORE + "--thaw bulk --thaw-days 3 " + url + "@dest";

        for (int i = 0; i < 2; i++) {
            assertThat(shell.run(command)).isEqualTo(8);
            assertThat(shell.err().lines())
                    .singleElement()
                    .asString()
                    .contains("1 of 1 volumes", "1 thawing", "run the same restore again");
            assertThat(store.asked()).hasSize(1);
        }
        assertThat(shell.run(RESTORE + "--dry-run " + url + "@dest")).isZero();
        assertThat(shell.out()).contains("0 ready, 1 thawing, 0 frozen");

        store.finishThawing();
        assertThat(shell.run(command)).isZero();
        assertThat(shell.read("dest/notes.txt")).isEqualTo("kept for long");
        assertThat(store.asked()).hasSize(1);
    }

    @Test
    void withoutAskingARestoreSaysWhatToDo() {
        assertThat(shell.run(RESTORE + url + "@dest")).isEqualTo(8);
        assertThat(shell.err().lines()).singleElement().asString().contains("1 frozen", "thaw them", "--thaw bulk");
    }

    @Test
    void waitingEndsAtOnceWhereAllIsReady() {
        shell.run(RESTORE + "--thaw standard " + url + "@dest");
        store.finishThawing();

        assertThat(shell.run(RESTORE + "--thaw standard --wait " + url + "@dest"))
                .isZero();
    }

    /** Thawing takes hours, and a log shall say what the command is doing. */
    @Test
    @Timeout(30)
    void whoeverWaitsIsTold() throws InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        HoldfastCommand command = new HoldfastCommand(Map.of(), stream, stream, 0);
        List<Word> words = Stream.of((RESTORE + "--thaw standard --wait " + url + shell.path("dest")).split(" "))
                .map(Word::of)
                .toList();
        AtomicInteger code = new AtomicInteger();
        Thread waiting = new Thread(() -> code.set(command.run(words)));
        waiting.start();
        while (!err.toString(StandardCharsets.UTF_8).contains("notice: waiting for 1 volume to thaw\n")) {
            waiting.join(20);
        }
        waiting.interrupt();
        waiting.join();

        assertThat(code).hasValue(130);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("notice")
                .contains("run the restore again later");
    }

    @Test
    void howOftenToLookIsSaidInMinutes() {
        String thawing = RESTORE + "--thaw standard ";
        shell.run(thawing + url + "@dest");
        store.finishThawing();

        assertThat(shell.run(thawing + "--wait --wait-minutes 1440 " + url + "@dest"))
                .isZero();
        assertThat(shell.run(thawing + "--wait --wait-minutes 0 " + url + "@dest"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("--wait-minutes is a number from 1 to 1440");
        assertThat(shell.run(thawing + "--wait-minutes 3 " + url + "@dest")).isEqualTo(2);
        assertThat(shell.err()).contains("--wait-minutes needs --wait");
    }

    @Test
    void aCheckSaysWhatItCouldNotRead() {
        for (String options : new String[] {"", "--no-encryption --data "}) {
            assertThat(shell.run("verify " + options + url)).isZero();
            assertThat(shell.out()).containsPattern("  not checked: .*1 volume in an archive class\n");
        }
        assertThat(shell.run("verify --json " + url)).isZero();
        assertThat(shell.out()).contains("\"frozenObjects\":1,");
    }

    @Test
    void theStatusTellsBytesByStorageClass() {
        assertThat(shell.run("collection-status " + url)).isZero();
        assertThat(shell.out()).containsPattern("\n  ARCHIVE: [0-9]+ bytes\n  INSTANT: [0-9.]+ KiB\n");

        assertThat(shell.run("collection-status --json " + url)).isZero();
        assertThat(shell.out()).contains("\"storageClasses\":[{\"name\":\"ARCHIVE\",\"bytes\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--thaw slowly", "--thaw-days 3", "--thaw bulk --thaw-days 0", "--thaw Bulk"})
    void aWrongWishIsAUsageError(String options) {
        assertThat(shell.run(RESTORE + options + " " + url + "@dest")).isEqualTo(2);
        assertThat(store.asked()).isEmpty();
    }
}
