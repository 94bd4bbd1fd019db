package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.testing.MaskingCipher;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the storage of a URI is opened, and who closes it. */
class StorageFromUriTest {

    private static final URI URI_OF_PROVIDER = URI.create("told:/store");

    private static final List<String> CALLS = new ArrayList<>();

    /** Tells what is opened and closed. */
    public static final class Provider implements StorageProvider {
        @Override
        public Set<String> schemes() {
            return Set.of("told");
        }

        @Override
        public Storage open(URI uri, Map<String, String> options) {
            CALLS.add("open");
            if (!options.isEmpty()) {
                throw new IllegalArgumentException("no option " + options.keySet());
            }
            return telling("close", ConditionalStorage.class, MemoryStorage.create());
        }
    }

    /** Passes calls on, and tells when it is closed. */
    private static <T extends AutoCloseable> T telling(String name, Class<T> type, T other) {
        return type.cast(Proxy.newProxyInstance(
                StorageFromUriTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        CALLS.add(name);
                    }
                    if (method.getName().equals("describe")) {
                        return URI_OF_PROVIDER.toString();
                    }
                    try {
                        return method.invoke(other, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader withProvider;

    @BeforeEach
    void registerProvider(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(StorageProvider.class.getName()), Provider.class.getName());
        withProvider = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(withProvider);
        CALLS.clear();
    }

    @AfterEach
    void restoreClassLoader() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        withProvider.close();
    }

    @Test
    void aBuilderThatIsDroppedHasOpenedNothing() {
        RepositoryBuilder builder = Holdfast.repository().storage(URI_OF_PROVIDER);
        assertThatThrownBy(() -> builder.memory(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(CALLS).isEmpty();
    }

    @Test
    void whatIsOpenedIsClosedOnce() {
        Holdfast.repository().storage(URI_OF_PROVIDER).unencrypted().create().close();
        assertThat(CALLS).containsExactly("open", "close");
    }

    @Test
    void whatIsOpenedIsClosedWhereThereIsNoRepository() {
        RepositoryBuilder builder = Holdfast.repository().storage(URI_OF_PROVIDER);
        assertThatThrownBy(builder::open).isInstanceOf(NotFoundException.class);
        assertThat(CALLS).containsExactly("open", "close");
    }

    /** Each opening of this store finds it empty, as that of memory:/ does. */
    @Test
    void aStoreThatIsGoneWithItsProcessIsNotMissed(@TempDir Path state) {
        for (int i = 0; i < 2; i++) {
            Holdfast.repository()
                    .storage(URI_OF_PROVIDER)
                    .unencrypted()
                    .localState(state)
                    .openOrCreate()
                    .close();
        }
    }

    @Test
    void whatElseWasGivenIsClosedWhereTheStorageCannotBeOpened() {
        RepositoryBuilder builder = Holdfast.repository()
                .storage(URI_OF_PROVIDER, Map.of("colour", "blue"))
                .cipher(telling("close cipher", ContentCipher.class, new MaskingCipher()));
        assertThatThrownBy(builder::create)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("colour");
        assertThat(CALLS).containsExactly("open", "close cipher");
    }
}
