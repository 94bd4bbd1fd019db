package dev.holdfast.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest {

    @TempDir
    Path temporary;

    private Path root;
    private DirectoryStorage storage;

    @BeforeEach
    void open() {
        root = temporary.resolve("store");
        storage = DirectoryStorage.at(root);
    }

    @Test
    void nothingIsCreatedBeforeTheFirstPut() throws IOException {
        storage.stat(key("a"));
        try (Stream<ObjectInfo> list = storage.list("", "")) {
            assertThat(list).isEmpty();
        }
        storage.delete(List.of(key("a")));
        assertThat(root).doesNotExist();

        put("a/b");
        assertThat(root.resolve("a/b")).hasContent("content");
    }

    /** Each run has some of its own, which otherwise would be more every day. */
    @Test
    void aDirectoryGoesWithItsLastObject() throws IOException {
        put("a/b/c");
        put("a/b/d");
        put("e");
        storage.delete(List.of(key("a/b/c"), key("e")));
        assertThat(list()).containsExactly("a/b/d");
        storage.delete(List.of(key("a/b/d")));
        assertThat(root.resolve("a/b")).doesNotExist();
        assertThat(root).isDirectory();

        put("a/b/c");
        assertThat(list()).containsExactly("a/b/c");
    }

    @Test
    void noPutFailsForADirectoryThatGoes() throws IOException {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> putAndDelete("a/b"));
        putAndDelete("a/c");
        other.join();
        assertThat(list()).isEmpty();
    }

    private void putAndDelete(String key) {
        for (int i = 0; i < 300; i++) {
            try {
                put(key);
                storage.delete(List.of(key(key)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void foreignFilesArePassedOver() throws IOException {
        put("a/b");
        Files.createDirectory(root.resolve("empty"));
        Files.createDirectory(root.resolve("lost+found"));
        Files.writeString(root.resolve("lost+found/x"), "x");
        Files.writeString(root.resolve("a/b~"), "x");
        Files.writeString(root.resolve("a/b c"), "x");
        Files.writeString(root.resolve("a/own"), "x");

        assertThat(list()).containsExactly("a/b", "a/own");
    }

    @Test
    void whatIsNoObjectIsFoundBeforeARepositoryIsMadeBesideIt() throws IOException {
        assertThat(storage.findForeign()).isEmpty();
        Files.createDirectories(root.resolve("lost+found"));
        Files.createDirectory(root.resolve(".~holdfast"));
        assertThat(storage.findForeign()).isEmpty();
        Files.writeString(root.resolve("my letter"), "x");
        assertThat(storage.findForeign()).contains("my letter");
    }

    @Test
    void linksBelowTheRootAreNotFollowed() throws IOException {
        put("a/b");
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));

        assertThat(list()).containsExactly("a/b");
        for (String key : List.of("link/secret", "file")) {
            assertThat(storage.stat(key(key))).isEmpty();
            assertThatThrownBy(() -> storage.open(key(key), ByteRange.ALL)).isInstanceOf(ObjectNotFoundException.class);
            storage.delete(List.of(key(key)));
        }
        assertThatThrownBy(() -> put("link/new"))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("link");
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void theRootMayBeALink() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Files.createSymbolicLink(root, real);
        put("a/b");

        assertThat(real.resolve("a/b")).hasContent("content");
        assertThat(list()).containsExactly("a/b");
    }

    @Test
    void aFileAsRootIsALastingErrorThatNamesIt() throws IOException {
        Files.writeString(root, "a file");

        assertThatThrownBy(() -> put("a"))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining(root.toString());
        assertThatThrownBy(this::list)
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("not a directory");
        assertThatThrownBy(() -> storage.stat(key("a"))).isInstanceOf(PermanentStorageException.class);
        assertThatThrownBy(() -> storage.open(key("a"), ByteRange.ALL)).isInstanceOf(PermanentStorageException.class);
    }

    @Test
    void anObjectWhereADirectoryIsNeededAndTheOtherWayRound() throws IOException {
        put("a");
        put("d/x");

        assertThatThrownBy(() -> put("a/b")).isInstanceOf(PermanentStorageException.class);
        assertThatThrownBy(() -> put("d")).isInstanceOf(PermanentStorageException.class);
        assertThatThrownBy(() -> storage.putIfAbsent(key("d"), Bodies.of("x"), ObjectKind.LOG))
                .isInstanceOf(PermanentStorageException.class);
        assertThat(list()).containsExactly("a", "d/x");
    }

    @Test
    void deletingADirectoryDeletesNothing() throws IOException {
        put("d/x");
        Files.createDirectory(root.resolve("empty"));
        storage.delete(List.of(key("d"), key("empty")));

        assertThat(list()).containsExactly("d/x");
        assertThat(root.resolve("empty")).isDirectory();
    }

    @Test
    void aNameTooLongForAFileIsALastingError() {
        assertThatThrownBy(() -> put("a/" + "x".repeat(300)))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("255");
    }

    @Test
    void withoutPermissionTheErrorSaysSo() throws IOException {
        put("a/b");
        put("c");
        Assumptions.assumeFalse(
                System.getProperty("user.name").equals("root"), "root may write everywhere: run as a plain user");
        Files.setPosixFilePermissions(root.resolve("a"), PosixFilePermissions.fromString("r-x------"));
        try {
            assertThatThrownBy(() -> put("a/n"))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("access to " + root.resolve("a") + " denied");
            assertThatThrownBy(() -> storage.delete(List.of(key("a/b"), key("c"))))
                    .isInstanceOfSatisfying(
                            ObjectDeletionException.class,
                            e -> assertThat(e.keys()).containsExactly(key("a/b")));
            assertThat(list()).containsExactly("a/b");
            Files.setPosixFilePermissions(root.resolve("a"), PosixFilePermissions.fromString("---------"));
            assertThatThrownBy(() -> storage.open(key("a/b"), ByteRange.ALL))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("access to " + root.resolve("a") + " denied");
        } finally {
            Files.setPosixFilePermissions(root.resolve("a"), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFullDiskIsALastingErrorAndLeavesNothing() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
        put("a");
        DirectoryFailures failures = new DirectoryFailures(root);
        IOException noSpace =
                org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> Files.write(full, new byte[10]));

        assertThat(failures.explain("store object b", root.resolve("b"), 10, noSpace))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("no space")
                .hasMessageContaining("free some");
        assertThat(failures.explain("store object b", root.resolve("b"), Long.MAX_VALUE, new IOException("Kein Platz")))
                .isInstanceOf(PermanentStorageException.class);
        assertThat(failures.explain("store object b", root.resolve("b"), 10, new IOException("Input/output error")))
                .isNotInstanceOf(PermanentStorageException.class);
    }

    @Test
    void aFailedPutLeavesNoFile() throws IOException {
        put("a");
        assertThatThrownBy(() -> storage.put(key("b"), Bodies.breaking(Bodies.random(1, 1000), 500), ObjectKind.VOLUME))
                .isInstanceOf(IOException.class);

        assertThat(staged()).isEmpty();
    }

    @Test
    void whatKilledWritersLeftIsDeletedAfterADay() throws IOException {
        put("a");
        Path old = Files.writeString(root.resolve(".~holdfast/old.part"), "left over");
        Path young = Files.writeString(root.resolve(".~holdfast/young.part"), "being written");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofHours(23))));

        put("b");
        assertThat(staged()).as("an instance sweeps once").hasSize(2);
        DirectoryStorage.at(root).put(key("c"), Bodies.of("content"), ObjectKind.LOG);
        assertThat(staged()).containsExactly(young);
    }

    @Test
    void aStoreIsPrivateUnlessItsRootIsNot() throws IOException {
        Assumptions.assumeTrue(
                root.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        put("d/a");
        assertThat(permissions(root)).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("d"))).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("d/a"))).isEqualTo("rw-------");

        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
        put("e/a");
        assertThat(permissions(root.resolve("e"))).isEqualTo("rwxr-x---");
        assertThat(permissions(root.resolve("e/a"))).isEqualTo("rw-r-----");
    }

    /** As one may shut everybody out of a store that root writes. */
    @Test
    void aRootWithoutAnyPermissionIsOfUseToWhomeverTheSystemLetsIn() throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "only root may write where nobody may: run as root");
        put("d/a");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("---------"));

        put("e/a");

        assertThat(permissions(root.resolve("e/a"))).isEqualTo("---------");
    }

    @Test
    void aFileThatShrinksWhileItIsReadIsAnErrorNotAnEnd() throws IOException {
        storage.put(key("a"), Bodies.random(1, 1000), ObjectKind.VOLUME);
        try (InputStream in = storage.open(key("a"), ByteRange.ALL)) {
            in.readNBytes(100);
            Files.write(root.resolve("a"), new byte[500]);
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("1000");
        }
    }

    @Test
    void anInterruptEndsACallAndStaysSet() throws IOException {
        put("a");
        InputStream in = storage.open(key("a"), ByteRange.ALL);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> put("b")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThatThrownBy(() -> in.read()).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        in.close();

        assertThat(list()).containsExactly("a");
        assertThat(staged()).isEmpty();
    }

    @Test
    void twoProcessesAreKeptApart() throws Exception {
        int rounds = 40;
        storage.put(key("counter"), Bodies.of("0"), ObjectKind.LEASE);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            CompetingWriter.class.getName(),
                            root.toString(),
                            Integer.toString(rounds))
                    .redirectErrorStream(true)
                    .redirectOutput(temporary.resolve("writer" + i + ".txt").toFile())
                    .start());
        }
        int won = 0;
        for (int i = 0; i < 2; i++) {
            assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
            String report = Files.readString(temporary.resolve("writer" + i + ".txt"));
            assertThat(processes.get(i).exitValue()).as(report).isZero();
            won += Integer.parseInt(report.strip());
        }

        assertThat(won).as("each record has one writer").isEqualTo(rounds);
        assertThat(root.resolve("counter")).as("no replacement is lost").hasContent(Integer.toString(2 * rounds));
    }

    private void put(String key) throws IOException {
        storage.put(key(key), Bodies.of("content"), ObjectKind.MANIFEST);
    }

    private static ObjectKey key(String key) {
        return ObjectKey.of(key);
    }

    private List<String> list() throws IOException {
        try (Stream<ObjectInfo> list = storage.list("", "")) {
            return list.map(info -> info.key().value()).toList();
        }
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".~holdfast"))) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
