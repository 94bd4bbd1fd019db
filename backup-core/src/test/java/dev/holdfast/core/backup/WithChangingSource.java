package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file and a folder that change while they are backed up, and a repository for them. */
abstract class WithChangingSource {

    static final int SIZE = 300_000;

    static final Change BAD_DISK = () -> {
        throw new IOException("the disk is bad");
    };

    @TempDir
    Path directory;

    Path source;
    Path file;
    byte[] content;
    TestRepository repository;
    /** What happens to the file each time that it has been opened. */
    Change change = () -> {};

    List<ExtendedAttribute> attributes = List.of();

    /** What happens to the folder each time before its attributes are read. */
    Change folderChange = () -> {};

    private int restores;

    interface Change {
        void make() throws IOException;
    }

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("neighbour"), "neighbour");
        file = source.resolve("file");
        content = new byte[SIZE];
        new SplittableRandom(1).nextBytes(content);
        Files.write(file, content);
        repository = new TestRepository(directory.resolve("state"), changing(Posix.best()));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /** Holes are looked for once a file is open and before it is read. */
    private Posix changing(Posix posix) {
        return (Posix) Proxy.newProxyInstance(
                Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("attributes") && ((Path) arguments[0]).endsWith("file")) {
                        return attributes;
                    }
                    if (method.getName().equals("attributes") && ((Path) arguments[0]).endsWith("folder")) {
                        folderChange.make();
                    }
                    if (method.getName().equals("findHoles") && ((Path) arguments[0]).endsWith("file")) {
                        change.make();
                    }
                    try {
                        return method.invoke(posix, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    final void truncateTo(int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(content, bytes));
    }

    final byte[] stored() throws IOException {
        try (InputStream in = repository.newest().open("file")) {
            return in.readAllBytes();
        }
    }

    final BackupResult quietRun() {
        change = () -> {};
        BackupResult result = repository.backUp(source);
        assertThat(result.failureCount()).isZero();
        return result;
    }

    final void assertRestoredEqualsSource() throws Exception {
        Path restored = directory.resolve("restored-" + restores++);
        assertThat(repository.newest().restore().as(restored).run().failures()).isEmpty();
        assertThat(TreeComparison.compare(source, restored)).isEmpty();
    }

    static List<String> failedPaths(BackupResult result) {
        return result.failures().stream()
                .map(failure -> failure.path().toString())
                .toList();
    }
}
