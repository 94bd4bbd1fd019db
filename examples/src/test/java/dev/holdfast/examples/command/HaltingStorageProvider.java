package dev.holdfast.examples.command;

import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.core.storage.DirectoryStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@code halting:///directory#n}: a directory of which the n-th write never begins. The process then prints {@link #REACHED}, and waits
 * to be killed.
 */
public final class HaltingStorageProvider implements StorageProvider {

    static final String REACHED = "reached";

    @Override
    public Set<String> schemes() {
        return Set.of("halting");
    }

    @Override
    public Storage open(URI uri, Map<String, String> options) {
        FaultyStorage storage = FaultyStorage.over(DirectoryStorage.at(Path.of(uri.getPath())));
        Gate gate = storage.onWrite().from(Long.parseLong(uri.getFragment())).pause();
        Thread reporter = new Thread(() -> {
            try {
                gate.awaitArrival();
                System.out.println(REACHED);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reporter.setDaemon(true);
        reporter.start();
        return storage;
    }
}
