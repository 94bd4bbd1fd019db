package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.core.storage.DirectoryStorage;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which storage a URI means. */
class StorageLookupTest {

    @TempDir
    private Path directory;

    @Test
    void anUnknownSchemeIsNamedBesideTheKnownOnes() {
        assertThatThrownBy(() -> Holdfast.repository().storage(URI.create("ftp://user:secret@host/dir")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ftp")
                .hasMessageContaining("file")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aPathIsNoUriOfAStoreAndTheMessageSaysWhatIs() {
        assertThatThrownBy(() -> Holdfast.repository().storage(URI.create("/mnt/backups")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("\"/mnt/backups\" has no scheme", "file:///");
    }

    @Test
    void aThreadThatSeesNoProvidersFindsThoseBesideTheLibrary() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (Storage storage = StorageLookup.find(directory.toUri(), Map.of()).get()) {
            assertThat(storage).isInstanceOf(DirectoryStorage.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * In an application server a thread sees what its application brought along: another copy of this library perhaps,
     * whose providers are none of this one's.
     */
    @Test
    void aThreadThatSeesProvidersItCannotLoadFindsThoseBesideTheLibrary() throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(StorageProvider.class.getName()), "com.example.Lost");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader foreign =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(foreign);
            StorageLookup.find(directory.toUri(), Map.of()).get().close();
            assertThatThrownBy(() -> StorageLookup.find(URI.create("ftp://host/dir"), Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("com.example.Lost", StorageProvider.class.getName());
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
