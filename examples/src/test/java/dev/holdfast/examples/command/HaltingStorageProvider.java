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
 * Opens {@code halting:///directory#n}: a directory of which the n-th write never begins; of {@code #read-n}, the n-th
 * read of content. The process then prints {@link #REACHED}, and waits to be killed.
 */
public final class HaltingStorageProvider implements StorageProvider {

    static final String REACHED = "reached";

    private static final String READ = "read-";

    @Override
    public Set<String> schemes() {
        return Set.of("halting");
    }

    @Override
    public Storage open(URI uri, Map<String, String> options) {
        FaultyStorage storage = FaultyStorage.over(DirectoryStorage.at(Path.of(uri.getPath())));
        String call = uri.getFragment();
        Gate gate = call.startsWith(READ)
                ? storage.onOpen()
                        .matching("data/")
                        .from(Long.parseLong(call.substring(READ.length())))
                        .pause()
                : storage.onWrite().from(Long.parseLong(call)).pause();
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
