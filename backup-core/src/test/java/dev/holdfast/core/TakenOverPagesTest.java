package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.TreePages;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.StoredSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the former listing that are taken over unread give the snapshot that comparing every entry gives. */
class TakenOverPagesTest {

    @TempDir
    Path directory;

    private Workbench bench;
    private int forks;

    @BeforeEach
    void setUp() throws IOException {
        bench = new Workbench(directory, 1);
        for (int i = 0; i < 900; i++) {
            bench.write("d" + i / 60 + "/f" + i, "text " + i);
        }
        bench.write("d3/media", 5_000_000, 1);
        Files.createSymbolicLink(bench.source.resolve("d4/link"), Path.of("nowhere"));
        Files.createLink(bench.source.resolve("d6/hard"), bench.source.resolve("d2/f130"));
        bench.backUp();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A run of a copy that has forgotten what was known of pages. */
    private Workbench forgetful() throws IOException {
        Workbench fork = bench.fork(Files.createDirectory(directory.resolve("fork" + forks++)));
        try (Stream<Path> files = Files.walk(fork.localState)) {
            Files.delete(files.filter(file -> file.endsWith("remembered"))
                    .findFirst()
                    .orElseThrow());
        }
        return fork;
    }

    /**
     * The lines of the listing; where content is stored anew, its places depend on the run, and so only its hashes
     * count.
     */
    private static List<String> listing(Workbench bench, boolean placesCount) {
        List<String> lines = new ArrayList<>();
        try (BackupRepository repository = bench.open();
                OpenSnapshot snapshot =
                        ((StoredSnapshot) repository.snapshots().newest().orElseThrow()).open()) {
            ListingCursor cursor = snapshot.from(EntryPath.ROOT);
            while (cursor.next()) {
                String line = new String(cursor.line(), StandardCharsets.UTF_8);
                lines.add(placesCount ? line : line.replaceAll("\"(writer|block|offset)\":[^,}]*", ""));
            }
        }
        return lines;
    }

    private static Set<ChunkRef> leafPages(Workbench bench) {
        Set<ChunkRef> pages = new HashSet<>();
        try (BackupRepository repository = bench.open();
                OpenSnapshot snapshot =
                        ((StoredSnapshot) repository.snapshots().newest().orElseThrow()).open()) {
            TreePages.leaves(snapshot.root().listing(), snapshot.pages(), pages::add);
        }
        return pages;
    }

    private static Set<String> hashes(Set<ChunkRef> pages) {
        Set<String> hashes = new HashSet<>();
        pages.forEach(page -> hashes.add(HexFormat.of().formatHex(page.sha256())));
        return hashes;
    }

    /** Backs up with and without what is remembered, and compares. */
    private void backUpBothWays() throws Exception {
        Workbench forgetful = forgetful();
        BackupResult slow = forgetful.backUp();
        BackupResult quick = bench.backUp();
        assertThat(listing(bench, false)).isEqualTo(listing(forgetful, false));
        assertThat(quick.unchangedFiles()).isEqualTo(slow.unchangedFiles());
        assertThat(quick.delta().differences().toString())
                .isEqualTo(slow.delta().differences().toString());
        assertThat(quick.snapshot().files()).isEqualTo(slow.snapshot().files());
        assertThat(quick.snapshot().bytes()).isEqualTo(slow.snapshot().bytes());
    }

    @Test
    void withoutChangesNoPageIsStoredAgain() throws Exception {
        Set<ChunkRef> before = leafPages(bench);
        for (int run = 0; run < 3; run++) {
            backUpBothWays();
            assertThat(leafPages(bench)).isEqualTo(before);
        }
        bench.assertNewestEqualsSource();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void whateverChangesIsSeen(int seed) throws Exception {
        Random random = new Random(seed);
        for (int run = 0; run < 5; run++) {
            for (int left = random.nextInt(6); left > 0; left--) {
                change(random);
            }
            backUpBothWays();
        }
        bench.assertNewestEqualsSource();
    }

    private void change(Random random) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(bench.source)) {
            all = walk.skip(1).sorted().toList();
        }
        Path one = all.get(random.nextInt(all.size()));
        Path other = all.get(random.nextInt(all.size()));
        boolean file = Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS);
        switch (random.nextInt(9)) {
            case 0 -> bench.write("d" + random.nextInt(20) + "/new" + random.nextInt(), "new");
            case 1 -> {
                if (file) {
                    Files.delete(one);
                }
            }
            case 2 -> {
                if (file) {
                    FileTime time = Files.getLastModifiedTime(one);
                    Files.writeString(one, "x".repeat((int) Math.min(9_000, Files.size(one))));
                    Files.setLastModifiedTime(one, time);
                }
            }
            case 3 -> {
                if (!Files.isSymbolicLink(one)) {
                    Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwx------"));
                }
            }
            case 4 -> {
                if (file) {
                    Files.createLink(other.resolveSibling("hard" + random.nextInt()), one);
                }
            }
            case 5 -> Files.move(one, one.resolveSibling("moved" + random.nextInt()));
            case 6 -> Files.createDirectory(bench.source.resolve("e" + random.nextInt()));
            case 7 -> bench.write("zz/" + random.nextInt(), "at the end");
            default -> {
                if (file && Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS) && !Files.isSameFile(one, other)) {
                    Files.delete(other);
                    Files.createLink(other, one);
                }
            }
        }
    }

    /** Changes that store no content, so that the pages are the same to the byte. */
    @Test
    void pagesAreCutAsIfEveryEntryHadBeenAdded() throws Exception {
        Random random = new Random(5);
        for (int run = 0; run < 6; run++) {
            for (int i = 0; i < run; i++) {
                Files.createSymbolicLink(
                        bench.source.resolve("d" + random.nextInt(15) + "/new" + random.nextInt()), Path.of("x"));
                Files.deleteIfExists(bench.source.resolve("d5/f" + (300 + random.nextInt(60))));
            }
            Files.createSymbolicLink(bench.source.resolve("zz" + run), Path.of("behind all others"));
            Workbench forgetful = forgetful();
            forgetful.backUp();
            bench.backUp();
            assertThat(hashes(leafPages(bench))).isEqualTo(hashes(leafPages(forgetful)));
            assertThat(listing(bench, true)).isEqualTo(listing(forgetful, true));
        }
    }

    @Test
    void aFileMayGetAnotherNameAnywhere() throws Exception {
        // Both names lie in pages of which nothing else has changed; the second one alone has a new entry.
        Files.createLink(bench.source.resolve("d14/f840b"), bench.source.resolve("d0/f3"));
        backUpBothWays();
        bench.assertNewestEqualsSource();
        Files.delete(bench.source.resolve("d0/f3"));
        backUpBothWays();
        bench.assertNewestEqualsSource();
    }

    @Test
    void aDryRunSaysTheSame() throws Exception {
        bench.write("d7/f420", "other");
        Workbench forgetful = forgetful();
        BackupPreview quick;
        BackupPreview slow;
        try (BackupRepository repository = bench.open()) {
            quick = repository.backup().source(bench.source).dryRun();
        }
        try (BackupRepository repository = forgetful.open()) {
            slow = repository.backup().source(bench.source).dryRun();
        }
        assertThat(quick.unchangedFiles()).isEqualTo(slow.unchangedFiles());
        assertThat(quick.filesToRead()).isEqualTo(slow.filesToRead()).isEqualTo(1);
    }

    /** What is remembered may be of any earlier run, or of another line of runs. */
    @Test
    void olderMemoriesAreRightToo() throws Exception {
        Path memory;
        try (Stream<Path> files = Files.walk(bench.localState)) {
            memory = files.filter(file -> file.endsWith("remembered"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] old = Files.readAllBytes(memory);
        for (int run = 0; run < 3; run++) {
            change(new Random(run));
            bench.backUp();
        }
        Files.write(memory, old);
        change(new Random(7));
        backUpBothWays();
        bench.assertNewestEqualsSource();
    }
}
