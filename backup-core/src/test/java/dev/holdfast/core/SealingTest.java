package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.testkit.cipher.ScriptedCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes over a run at the moment when it seals a block. */
@Timeout(60)
class SealingTest {

    /** So that there are several blocks of the catalog. */
    private static final int DIRECTORIES = 1_400;

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /**
     * The thread that lists seals the catalog's blocks, so that an interrupt may meet it there; what it then records
     * must be whole.
     */
    @Test
    void anInterruptWhileTheCatalogIsWrittenLeavesACheckpointThatCanBeContinued() throws Exception {
        for (int i = 0; i < DIRECTORIES; i++) {
            Files.createDirectory(bench.source.resolve(String.format("%04d", i) + "n".repeat(200)));
        }
        bench.cipher = ScriptedCipher.beforeBlock(
                new NullCipher(),
                Purpose.CATALOG,
                1,
                () -> Thread.currentThread().interrupt());
        assertThatThrownBy(bench::backUp)
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("the next run goes on from there");
        assertThat(Thread.interrupted()).isTrue();

        bench.cipher = new NullCipher();
        Workbench elsewhere = bench.fork(directory.resolve("elsewhere"));
        delete(elsewhere.localState);
        assertGoesOn(elsewhere);
        elsewhere.assertNewestEqualsSource();

        // Without a key only the local copies of the catalog let a run be continued.
        bench.faults.onOpen().matching("catalog/").failPermanently();
        assertGoesOn(bench);
    }

    private static void assertGoesOn(Workbench on) {
        assertThat(on.backUp().notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** An idle worker seals the blocks of a large file, and the run waits for their numbers. */
    @Test
    void aRunEndsWhereThereIsNoMemoryToSealABlock() throws Exception {
        bench.write("large", 4_500_000, 1);
        for (int n = 1; n <= 3; n += 2) {
            bench.cipher = ScriptedCipher.beforeBlock(new NullCipher(), Purpose.DATA, n, () -> {
                throw new OutOfMemoryError("scripted");
            });
            assertThatThrownBy(bench::backUp).isInstanceOf(OutOfMemoryError.class);
        }
        bench.cipher = new NullCipher();
        bench.backUp();
        bench.assertNewestEqualsSource();
    }
}
