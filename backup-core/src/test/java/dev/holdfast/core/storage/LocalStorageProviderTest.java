package dev.holdfast.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStorageProviderTest {

    private final StorageProvider provider = ServiceLoader.load(StorageProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.schemes().contains("file"))
            .findFirst()
            .orElseThrow();

    @Test
    void aFileUriIsADirectory(@TempDir Path directory) throws IOException {
        for (String uri : new String[] {"file://" + directory + "/x%20y", "file:" + directory + "/x%20y/"}) {
            try (Storage storage = provider.open(URI.create(uri), Map.of())) {
                storage.put(ObjectKey.of("o"), Bodies.of("x"), ObjectKind.LOG);
                assertThat(storage.describe()).isEqualTo("file://" + directory + "/x%20y");
            }
        }
        assertThat(directory.resolve("x y/o")).hasContent("x");
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        try (Storage storage = provider.open(URI.create("file:///tmp/%FF%C3%A9"), Map.of())) {
            assertThat(storage.describe()).isEqualTo("file:///tmp/%FF%C3%A9");
        }
    }

    @Test
    void eachMemoryIsANewOne() throws IOException {
        try (Storage first = provider.open(URI.create("memory:/"), Map.of());
                Storage second = provider.open(URI.create("memory:/"), Map.of())) {
            first.put(ObjectKey.of("o"), Bodies.of("x"), ObjectKind.LOG);
            assertThat(second.stat(ObjectKey.of("o"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file://host/dir", "file:dir", "file:///dir?x=y", "file:///dir#x", "memory:name", "s3://bucket"})
    void aUriThatIsNotUnderstoodIsNamed(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(URI.create(uri), Map.of()))
                .withMessageContaining(uri);
    }

    @Test
    void anotherHostIsNamedAndWhatToWrite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(URI.create("file://nas/backups"), Map.of()))
                .withMessageContainingAll("host \"nas\"", "file:///absolute/path", "mount");
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(URI.create("memory:/"), Map.of("region", "eu")))
                .withMessageContaining("region");
    }
}
