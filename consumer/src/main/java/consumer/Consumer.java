package consumer;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.pgp.OpenPgpKeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Backs up with a public key and restores with the secret one, as an application would that has only the jars. */
public final class Consumer {
    private static final byte[] CONTENT = "Hold fast. ".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    private Consumer() {}

    public static void main(String[] arguments) throws IOException {
        Path work = Files.createTempDirectory("consumer-");
        try {
            backUpAndRestore(work);
        } finally {
            deleteTree(work);
        }
        System.out.printf(
                "consumer: ok on Java %s, %s%n",
                Runtime.version().feature(),
                Consumer.class.getModule().isNamed() ? "as a module" : "on the class path");
    }

    private static void backUpAndRestore(Path work) throws IOException {
        URI store = work.resolve("repository").toUri();
        Path source = Files.createDirectories(work.resolve("source"));
        Files.write(source.resolve("file"), CONTENT);
        OpenPgpKeyPair keys = OpenPgpKeyPair.generate("Consumer <consumer@example.org>", null);
        try (BackupRepository repository = Holdfast.repository()
                .storage(store)
                .cipher(OpenPgpCipher.builder().recipient(keys.certificate()).build())
                .localState(work.resolve("state"))
                .openOrCreate()) {
            repository
                    .backup()
                    .source(source)
                    .source("stream", () -> new ByteArrayInputStream(CONTENT))
                    .run()
                    .requireComplete();
        }
        try (BackupRepository repository = Holdfast.repository()
                .storage(store)
                .cipher(OpenPgpCipher.builder().secretKey(keys.secretKey()).build())
                .open()) {
            Snapshot snapshot = repository.snapshots().newest().orElseThrow();
            snapshot.restore().as(work.resolve("restored")).run();
            try (InputStream stream = snapshot.open("stream")) {
                require(Arrays.equals(CONTENT, stream.readAllBytes()), "the stream came back changed");
            }
        }
        require(
                Files.mismatch(source.resolve("file"), work.resolve("restored/file")) < 0,
                "the file came back changed");
    }

    private static void deleteTree(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalStateException(otherwise);
        }
    }
}
