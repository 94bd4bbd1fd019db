package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RandomTreeTest {

    @Property(tries = 15)
    void whateverIsBackedUpComesBackAtEachOfItsTimes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int entries) throws Exception {
        Path directory = Files.createTempDirectory("random-tree");
        try (TestRepository repository = new TestRepository(directory.resolve("state"))) {
            SplittableRandom random = new SplittableRandom(seed);
            Path source = Files.createDirectory(directory.resolve("source"));
            List<Path> states = new ArrayList<>();
            for (int step = 0; step < 2; step++) {
                change(source, random, entries);
                repository.backUp(source);
                Path restored = directory.resolve("restored" + step);
                RestoreResult result =
                        repository.newest().restore().as(restored).run();
                assertThat(result.failures()).isEmpty();
                assertThat(TreeComparison.compare(source, restored)).isEmpty();
                states.add(restored);
            }
            Path early = directory.resolve("early");
            repository.snapshots().all().get(0).restore().as(early).run();
            assertThat(TreeComparison.compare(states.get(0), early)).isEmpty();
            assertThat(repository.verify().data().compare(source).run().findings())
                    .isEmpty();
        } finally {
            WeirdTree.delete(directory);
        }
    }

    private static void change(Path root, SplittableRandom random, int entries) throws IOException {
        List<Path> directories = new ArrayList<>(List.of(root));
        for (int i = 0; i < entries; i++) {
            Path parent = directories.get(random.nextInt(directories.size()));
            Path path = parent.resolve("n" + random.nextInt(30));
            boolean present = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (!present) {
                        directories.add(Files.createDirectory(path));
                    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                        Files.delete(path);
                    }
                }
                case 1 -> {
                    if (!present) {
                        Files.createSymbolicLink(path, Path.of("n" + random.nextInt(30)));
                    }
                }
                case 2 -> sparse(path, present, random);
                default -> {
                    if (!present || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                        byte[] bytes =
                                new byte[random.nextInt(8) == 0 ? random.nextInt(3 << 19) : random.nextInt(3000)];
                        random.nextBytes(bytes);
                        Files.write(path, bytes);
                        Files.setLastModifiedTime(
                                path,
                                FileTime.from(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))));
                    }
                }
            }
        }
    }

    private static void sparse(Path path, boolean present, SplittableRandom random) throws IOException {
        if (!present) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.seek(random.nextInt(1 << 20));
                file.write(1);
                file.setLength(file.length() + random.nextInt(1 << 20));
            }
        }
    }
}
