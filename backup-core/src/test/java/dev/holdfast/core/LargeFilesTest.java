package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with so many chunks that these stand in pages of their own, and what is remembered of them. */
class LargeFilesTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void backUp() throws IOException {
        bench = new Workbench(directory);
        bench.write("media/a", 9_000_000, 1);
        bench.write("media/b", 7_000_000, 2);
        bench.write("media/c", 5_000_000, 3);
        bench.write("small", "text");
        bench.backUp();
        assertThat(memory(bench)).isNotEmptyFile();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Path memory(Workbench bench) throws IOException {
        try (Stream<Path> files = Files.walk(bench.localState)) {
            return files.filter(file -> file.endsWith("remembered")).findFirst().orElseThrow();
        }
    }

    /** Which sixteenths of which content blocks the newest snapshot needs. */
    private static Map<String, Integer> needed(Workbench bench) {
        ObjectStore store = new ObjectStore(bench.storage, ObjectCache.NONE);
        CommittedState state = new RepositoryLog(store, Clock.systemUTC(), new SecureRandom()).requireHead();
        RosterEntry newest = state.last().orElseThrow();
        Map<String, Integer> needed = new TreeMap<>();
        new ListReader<>(NeededVolume.CODEC, state.pages())
                .all(new ManifestStore(store, Optional.empty())
                        .read(state, newest)
                        .needed())
                .forEachRemaining(volume -> {
                    for (int i = 0; i < volume.blockCount(); i++) {
                        if (volume.isNeeded(i) && volume.key().value().startsWith("data/")) {
                            needed.put(volume.stream() + "/" + (volume.firstBlock() + i), volume.liveMask(i));
                        }
                    }
                });
        return needed;
    }

    @Test
    void whatASnapshotNeedsIsTheSameWithAndWithoutWhatIsRemembered(@TempDir Path other) throws Exception {
        bench.write("media/b", 7_000_000, 4);
        Files.delete(bench.source.resolve("media/c"));
        bench.write("media/d", 4_000_000, 5);
        Workbench forgetful = bench.fork(other);
        Files.delete(memory(forgetful));
        bench.backUp();
        forgetful.backUp();
        // Workers seal in any order, so new blocks have any names.
        assertThat(needed(bench).values())
                .containsExactlyInAnyOrderElementsOf(needed(forgetful).values());
        Map<String, Integer> remembered = needed(bench);
        bench.backUp();
        assertThat(needed(bench)).isEqualTo(remembered);
        bench.assertNewestEqualsSource();
    }

    @Test
    void anUnchangedRunNeedsWhatTheOneBeforeNeeded() {
        Map<String, Integer> before = needed(bench);
        bench.backUp();
        assertThat(needed(bench)).isEqualTo(before);
    }

    @Test
    void damagedMemoriesAreForgotten() throws Exception {
        Map<String, Integer> before = needed(bench);
        byte[] noise = new byte[5_000];
        new Random(9).nextBytes(noise);
        Files.write(memory(bench), noise);
        bench.backUp();
        assertThat(needed(bench)).isEqualTo(before);
    }
}
