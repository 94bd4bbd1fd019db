package dev.holdfast.core.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetDirectoryTest {

    private static final FileMetadata FILE =
            FileMetadata.builder(EntryType.FILE).mode(0640).build();

    private Path base;
    private Path root;

    static Stream<Posix> systems() {
        return Stream.of(Posix.best(), Posix.jdk());
    }

    @BeforeEach
    void make() throws IOException {
        base = Files.createTempDirectory("target");
        root = base.resolve("root");
    }

    @AfterEach
    void clean() throws IOException {
        WeirdTree.delete(base);
    }

    private TargetDirectory open(Posix posix) throws IOException {
        return TargetDirectory.open(root, posix, Ownership.NOT_KEPT);
    }

    private static void write(TargetDirectory target, String path, String text, WhenExists whenExists)
            throws IOException {
        try (NewFile file = target.newFile(EntryPath.of(path))) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            file.finish(text.length());
            file.apply(FILE);
            file.commit(whenExists);
        }
    }

    private List<String> names(Path directory) throws IOException {
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRootThatWillGetItsMetadataIsOpenToNobodyElseBefore() throws Exception {
        Posix posix = Posix.best();
        try (TargetDirectory target = TargetDirectory.openExclusive(root, posix, Ownership.NOT_KEPT)) {
            assertThat(target.isExclusive()).isTrue();
        }
        assertThat(Files.getPosixFilePermissions(root)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TargetDirectory target = TargetDirectory.openExclusive(root, posix, Ownership.NOT_KEPT)) {
            assertThat(target.isExclusive()).isFalse();
        }
        assertThat(Files.getPosixFilePermissions(root)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As a restore that is broken off does: what it has begun is discarded after the walk has left the target. */
    @ParameterizedTest
    @MethodSource("systems")
    void whatIsGivenUpAfterTheTargetWasClosedLeavesNoTemporaryName(Posix posix) throws IOException {
        NewFile atRoot;
        NewFile below;
        try (TargetDirectory target = open(posix)) {
            target.createDirectory(EntryPath.of("d"));
            atRoot = target.newFile(EntryPath.of("a"));
            below = target.newFile(EntryPath.of("d/b"));
        }
        atRoot.close();
        below.close();
        assertThat(names(root)).containsExactly("d");
        assertThat(names(root.resolve("d"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("systems")
    void nothingIsWrittenThroughASymbolicLink(Posix posix) throws Exception {
        Path outside = Files.createDirectory(base.resolve("outside"));
        Files.createDirectory(root);
        Files.createSymbolicLink(root.resolve("link"), outside);
        FileMetadata symlink = FileMetadata.builder(EntryType.SYMLINK)
                .linkTarget(new byte[] {'x'})
                .build();
        try (TargetDirectory target = open(posix)) {
            EntryPath inside = EntryPath.of("link/file");
            assertThatThrownBy(() -> write(target, "link/file", "x", WhenExists.REPLACE))
                    .isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> target.createDirectory(inside)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> target.newSpecial(inside, symlink)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> target.finishDirectory(EntryPath.of("link"), FILE))
                    .isInstanceOf(FileSystemException.class);
            assertThatThrownBy(() -> target.newHardLink(EntryPath.of("hard"), inside))
                    .isInstanceOf(NotDirectoryException.class);
            assertThat(target.find(inside)).isEmpty();
        }
        assertThat(names(outside)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aLinkAtTheFileItselfIsReplacedNotWrittenThrough(Posix posix) throws Exception {
        Path victim = Files.writeString(base.resolve("victim"), "untouched");
        Files.createDirectory(root);
        Files.createSymbolicLink(root.resolve("file"), victim);
        try (TargetDirectory target = open(posix)) {
            assertThatThrownBy(() -> write(target, "file", "new", WhenExists.FAIL))
                    .isInstanceOf(FileAlreadyExistsException.class);
            write(target, "file", "new", WhenExists.REPLACE);
        }
        assertThat(victim).hasContent("untouched");
        assertThat(Files.isSymbolicLink(root.resolve("file"))).isFalse();
        assertThat(root.resolve("file")).hasContent("new");
    }

    /** As who may write to the directory can, while root restores into it. */
    @Test
    void whatTakesATemporaryNameGetsNothing() throws Exception {
        Posix posix = Posix.best();
        assumeTrue(posix.shortcoming().isEmpty(), "needs native calls");
        Path victim = Files.writeString(base.resolve("victim"), "untouched");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
        try (TargetDirectory target = open(posix);
                NewFile file = target.newFile(EntryPath.of("file"))) {
            Files.createLink(takenFromRoot(), victim);
            file.finish(1_000);
            assertThat(file.apply(FILE)).isEmpty();
        }
        FileMetadata fifo = FileMetadata.builder(EntryType.FIFO).mode(0666).build();
        try (TargetDirectory target = open(posix);
                NewEntry special = target.newSpecial(EntryPath.of("fifo"), fifo)) {
            Files.createSymbolicLink(takenFromRoot(), victim);
            assertThatThrownBy(() -> special.apply(fifo))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("something else");
        }
        assertThat(victim).hasContent("untouched");
        assertThat(Files.getPosixFilePermissions(victim)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** The name of the only entry in the root, which is deleted. */
    private Path takenFromRoot() throws IOException {
        Path taken = root.resolve(names(root).get(0));
        Files.delete(taken);
        return taken;
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aDirectoryIsNeverReplacedByAFileEvenIfEmpty(Posix posix) throws Exception {
        Files.createDirectories(root.resolve("taken"));
        try (TargetDirectory target = open(posix)) {
            assertThatThrownBy(() -> write(target, "taken", "new", WhenExists.REPLACE))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("a directory is not replaced");
        }
        assertThat(root.resolve("taken")).isDirectory();
        assertThat(names(root)).as("no temporary names").containsExactly("taken");
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aFileIsNotReplacedByADirectory(Posix posix) throws Exception {
        Files.createDirectory(root);
        Files.writeString(root.resolve("taken"), "file");
        try (TargetDirectory target = open(posix)) {
            assertThatThrownBy(() -> target.createDirectory(EntryPath.of("taken")))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(root.resolve("taken")).hasContent("file");
    }

    @ParameterizedTest
    @MethodSource("systems")
    void whetherCaseIsIgnoredIsToldByWhatIsThereOrByATemporaryName(Posix posix) throws Exception {
        try (TargetDirectory target = open(posix)) {
            assertThat(target.ignoresCase(EntryPath.ROOT)).isFalse();
            assertThat(names(root)).isEmpty();
            Files.createDirectory(root.resolve("42"));
            assertThat(target.ignoresCase(EntryPath.ROOT)).isFalse();
            Files.writeString(root.resolve("42/One"), "as if it were found under every spelling");
            Files.createLink(root.resolve("42/oNE"), root.resolve("42/One"));
            assertThat(target.ignoresCase(EntryPath.of("42"))).isTrue();
        }
        assertThat(names(root)).containsExactly("42");
    }

    @ParameterizedTest
    @MethodSource("systems")
    void whatIsNotCommittedLeavesNothing(Posix posix) throws Exception {
        try (TargetDirectory target = open(posix)) {
            try (NewFile file = target.newFile(EntryPath.of("file"))) {
                file.write(ByteBuffer.allocate(100), 0);
                assertThatThrownBy(() -> file.commit(WhenExists.FAIL)).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(names(root)).isEmpty();
    }

    /**
     * Others may still be at work: another machine's, one of this machine that runs, and whatever only looks like it.
     */
    @ParameterizedTest
    @MethodSource("systems")
    void onlyWhatAProcessOfThisMachineHasLeftThatIsGoneIsALeftover(Posix posix) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/sys/kernel/random/boot_id")), "this system tells no machine");
        try (TargetDirectory target = open(posix)) {
            String running;
            try (NewFile file = target.newFile(EntryPath.of("file"))) {
                running = names(root).get(0);
                assertThat(file).isNotNull();
            }
            long nobody = 4_194_305;
            String gone = running.replace("-" + ProcessHandle.current().pid() + "-", "-" + nobody + "-");
            String elsewhere = ".holdfast-restore-" + "0".repeat(32) + "-" + nobody + "-0";
            String longer = gone + ".txt";
            Files.createSymbolicLink(root.resolve(gone), Path.of("nowhere"));
            for (String name : List.of(running, elsewhere, longer, "kept")) {
                Files.createFile(root.resolve(name));
            }
            Files.createDirectory(root.resolve(gone + "1"));
            target.deleteLeftovers(EntryPath.ROOT);
            assertThat(names(root)).containsExactlyInAnyOrder(running, elsewhere, longer, "kept", gone + "1");
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aHardLinkOverItselfLeavesNoTemporaryName(Posix posix) throws Exception {
        try (TargetDirectory target = open(posix)) {
            write(target, "a", "x", WhenExists.FAIL);
            for (int i = 0; i < 2; i++) {
                try (NewEntry link = target.newHardLink(EntryPath.of("b"), EntryPath.of("a"))) {
                    link.commit(WhenExists.REPLACE);
                }
            }
            assertThat(target.find(EntryPath.of("b")).orElseThrow().links()).isEqualTo(2);
        }
        assertThat(names(root)).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource("systems")
    void manyDirectoriesAtOnceStayReachable(Posix posix) throws Exception {
        try (TargetDirectory target = open(posix)) {
            NewFile[] files = new NewFile[50];
            for (int i = 0; i < files.length; i++) {
                target.createDirectory(EntryPath.of("d" + i));
                files[i] = target.newFile(EntryPath.of("d" + i + "/file"));
            }
            for (int i = 0; i < files.length; i++) {
                try (NewFile file = files[i]) {
                    file.write(ByteBuffer.wrap(new byte[] {(byte) ('0' + i % 10)}), 0);
                    file.finish(1);
                    file.commit(WhenExists.FAIL);
                }
            }
        }
        for (int i = 0; i < 50; i++) {
            assertThat(root.resolve("d" + i + "/file")).hasContent("" + i % 10);
            assertThat(names(root.resolve("d" + i))).containsExactly("file");
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void piecesComeToTheirPlacesFromAnyMemory(Posix posix) throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(6).put("xdefx".getBytes(StandardCharsets.UTF_8));
        ByteBuffer array = ByteBuffer.wrap("xxabcx".getBytes(StandardCharsets.UTF_8));
        try (TargetDirectory target = open(posix);
                NewFile file = target.newFile(EntryPath.of("file"))) {
            file.write(direct.limit(4).position(1), 3);
            file.write(array.slice(1, 4).position(1), 0);
            assertThat(direct.hasRemaining()).isFalse();
            file.finish(6);
            file.commit(WhenExists.FAIL);
        }
        assertThat(root.resolve("file")).hasContent("abcdef");
    }

    /** As on a network's file system, where space may turn out to be missing only then. */
    @ParameterizedTest
    @MethodSource("systems")
    void aFileThatCannotBeClosedGetsNoName(Posix posix) throws Exception {
        Posix failing = with(
                Posix.class,
                "createFile",
                posix,
                made -> with(OpenEntry.class, "close", made, closed -> {
                    throw new IOException("no space");
                }));
        try (TargetDirectory target = open(failing)) {
            assertThatThrownBy(() -> write(target, "file", "text", WhenExists.FAIL))
                    .hasMessage("no space");
        }
        assertThat(names(root)).isEmpty();
    }

    private interface Change {
        Object of(Object result) throws IOException;
    }

    /** The same, but one method gives, or throws, something else. */
    private static <T> T with(Class<T> type, String method, Object same, Change change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            try {
                Object result = called.invoke(same, args);
                return called.getName().equals(method) ? change.of(result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aFileLongerThanItsSizeIsRefused(Posix posix) throws Exception {
        try (TargetDirectory target = open(posix);
                NewFile file = target.newFile(EntryPath.of("file"))) {
            file.write(ByteBuffer.allocate(100), 0);
            assertThatThrownBy(() -> file.finish(99)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void pathsLongerThanTheSystemTakesAreReachedFromTheirDirectory(Posix posix) throws Exception {
        assumeTrue(posix.shortcoming().isEmpty(), "needs native calls");
        EntryPath path = EntryPath.ROOT;
        try (TargetDirectory target = open(posix)) {
            for (int i = 0; i < 30; i++) {
                path = path.resolve("n".repeat(200).getBytes(StandardCharsets.US_ASCII));
                target.createDirectory(path);
            }
            write(target, path + "/file", "deep", WhenExists.FAIL);
            assertThat(target.find(EntryPath.of(path + "/file")).orElseThrow().sizeBytes())
                    .isEqualTo(4);
            target.finishDirectory(
                    path, FileMetadata.builder(EntryType.DIRECTORY).mode(0710).build());
            assertThat(target.find(path).orElseThrow().mode()).isEqualTo(0710);
        }
    }
}
