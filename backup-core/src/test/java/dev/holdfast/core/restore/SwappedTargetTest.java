package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.testing.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may write beside what is restored renames something else into its place, at the worst moment. */
class SwappedTargetTest {

    @TempDir
    Path directory;

    private Path source;
    private Path target;
    private Path others;
    private TestRepository repository;
    /** The method of the system at whose call on the place the swap is made. */
    private String moment = "";

    private Path place;

    @BeforeEach
    void backUp() throws IOException {
        assumeTrue(
                Posix.best().find(directory).isPresent()
                        && Posix.best().shortcoming().isEmpty(),
                "needs native calls");
        source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "content");
        Files.setPosixFilePermissions(source.resolve("file"), PosixFilePermissions.fromString("rw-rw-rw-"));
        target = directory.resolve("target");
        others = directory.resolve("others");
        place = target;
        repository = new TestRepository(directory.resolve("state")).restoringThrough(swapping(Posix.best()));
        repository.backUp(source);
    }

    @AfterEach
    void close() {
        if (repository != null) {
            repository.close();
        }
    }

    private Posix swapping(Posix posix) {
        return intercept(Posix.class, posix, null);
    }

    /** @param held the path of an entry; null for the system, which is given one */
    private <T> T intercept(Class<T> type, T system, @Nullable Path held) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Path path =
                            held != null || arguments == null || !(arguments[0] instanceof Path given) ? held : given;
                    if (path != null
                            && path.endsWith(place.getFileName())
                            && method.getName().equals(moment)) {
                        moment = "";
                        swap();
                    }
                    try {
                        Object result = method.invoke(system, arguments);
                        return result instanceof OpenEntry entry ? intercept(OpenEntry.class, entry, path) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void swap() {
        try {
            Files.move(place, directory.resolve("away"));
            Files.move(others, place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDirectoryThatTakesThePlaceOfTheOneThatWasMadeGetsNothing() throws Exception {
        Files.createDirectory(others);
        Files.writeString(others.resolve("letter"), "for nobody");
        Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rwx------"));
        moment = "openDirectory";

        RestoreResult result = repository.newest().restore().as(target).run();

        assertThat(target).as("swapped").isDirectoryContaining("glob:**/letter");
        assertThat(target.resolve("file")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(result.failures())
                .singleElement()
                .asString()
                .contains(target.toString(), "another directory has come into its place");
    }

    @Test
    void aFileThatTakesThePlaceOfTheOneThatWasComparedGetsNoMetadata() throws Exception {
        Set<PosixFilePermission> secret = PosixFilePermissions.fromString("rw-------");
        place = Files.createDirectory(target).resolve("file");
        Files.writeString(place, "content");
        Files.setPosixFilePermissions(place, secret);
        Files.writeString(others, "secret");
        Files.setPosixFilePermissions(others, secret);
        moment = "attributes";

        RestoreResult result = repository.newest().restore().as(target).run();

        assertThat(place).as("swapped").hasContent("secret");
        assertThat(Files.getPosixFilePermissions(place)).isEqualTo(secret);
        assertThat(result.failures()).isEmpty();
    }
}
