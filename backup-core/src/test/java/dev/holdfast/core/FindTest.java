package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.find.Find;
import dev.holdfast.api.find.FoundEntry;
import dev.holdfast.api.model.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FindTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private BackupRepository repository;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        for (int i = 0; i < 1_000; i++) {
            bench.write("home/d" + i / 100 + "/file-" + i + ".txt", "line " + i);
        }
        bench.write("home/jan/notes.txt", "first");
        bench.write("home/jan/a[1].txt", "brackets");
        repository = bench.open();
        backUp();
    }

    private Snapshot backUp() {
        return repository.backup().source(bench.source).run().snapshot();
    }

    @AfterEach
    void close() {
        repository.close();
        bench.close();
    }

    private static List<String> paths(Find find) {
        return find.run().stream().map(entry -> entry.path().toString()).toList();
    }

    @Test
    void versionsOfAPathAreToldWithTheirSnapshots() throws IOException {
        Path notes = bench.source.resolve("home/jan/notes.txt");
        Snapshot first = repository.snapshots().newest().orElseThrow();
        Snapshot second = backUp();
        bench.write("home/jan/notes.txt", "second version");
        Snapshot third = repository.backup().source(bench.source).full().run().snapshot();
        Snapshot fourth = repository.backup().source(bench.source).full().run().snapshot();
        byte[] content = Files.readAllBytes(notes);
        Files.delete(notes);
        backUp();
        Files.write(notes, content);
        Files.setLastModifiedTime(notes, FileTime.from(Instant.ofEpochSecond(1_700_000_000L, content.length)));
        Snapshot sixth = backUp();

        List<FoundEntry> found = repository.find().path("home/jan/notes.txt").run();
        assertThat(found)
                .singleElement()
                .satisfies(entry -> assertThat(entry.versions())
                        .extracting(version -> version.entry().sizeBytes() + " "
                                + version.first().id() + " " + version.last().id() + " " + version.snapshots())
                        .containsExactly(
                                "5 " + first.id() + " " + second.id() + " 2",
                                "14 " + third.id() + " " + fourth.id() + " 2",
                                "14 " + sixth.id() + " " + sixth.id() + " 1"));
        assertThat(found.get(0).toString())
                .startsWith("home/jan/notes.txt: [FILE of 5 bytes, modified ")
                .contains(", in 2 snapshots from " + first.id() + " to " + second.id() + ", FILE of 14")
                .endsWith(", in snapshot " + sixth.id() + "]");
    }

    @Test
    void pathsNamesSizesAndTimesAreSought() throws IOException {
        bench.write("home/jan/big.bin", 100_000, 1);
        Files.setLastModifiedTime(
                bench.source.resolve("home/jan/big.bin"), FileTime.from(Instant.parse("2026-05-01T00:00:00Z")));
        Snapshot newest = backUp();

        assertThat(paths(repository.find().matching("notes.*"))).containsExactly("home/jan/notes.txt");
        assertThat(paths(repository.find().matching("/home/j*/n*"))).containsExactly("home/jan/notes.txt");
        assertThat(paths(repository.find().matching("home/jan"))).containsExactly("home/jan");
        assertThat(paths(repository.find().matching("jan"))).containsExactly("home/jan");
        assertThat(paths(repository.find().matching("home/jan/"))).containsExactly("home/jan");
        assertThat(paths(repository.find().matching("home/**/file-77.txt"))).containsExactly("home/d0/file-77.txt");
        assertThat(paths(repository.find().matching("*").snapshot(newest))).hasSize(1_000 + 10 + 2 + 3);
        assertThat(paths(repository.find().path("home/jan/a[1].txt"))).containsExactly("home/jan/a[1].txt");
        assertThat(paths(repository.find().matching("d*").type(EntryType.DIRECTORY)))
                .hasSize(10);
        assertThat(paths(repository.find().minSize(50_000))).containsExactly("home/jan/big.bin");
        assertThat(paths(repository.find().maxSize(5))).containsExactly("home/jan/notes.txt");
        Instant spring = Instant.parse("2026-05-01T00:00:00Z");
        assertThat(paths(repository.find().matching("*.bin").modifiedSince(spring)))
                .hasSize(1);
        assertThat(paths(repository.find().matching("*.bin").modifiedBefore(spring)))
                .isEmpty();
        assertThat(paths(repository.find().matching("nothing"))).isEmpty();
        assertThatThrownBy(() -> repository.find().matching("")).isInstanceOf(ConfigurationException.class);
    }
}
