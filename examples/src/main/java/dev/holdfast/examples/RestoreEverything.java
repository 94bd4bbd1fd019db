package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import java.net.URI;
import java.nio.file.Path;

/** Restores the newest snapshot into a directory, with the secret key. */
public final class RestoreEverything {

    private RestoreEverything() {}

    /** @param args the repository's URI, the secret key's file, the directory */
    public static void main(String[] args) {
        RestoreResult result = restore(URI.create(args[0]), Path.of(args[1]), Path.of(args[2]));
        result.failures().forEach(System.err::println);
        System.out.println("restored " + result.restoredEntries() + " entries");
    }

    // begin snippet
    static RestoreResult restore(URI store, Path secretKey, Path directory) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(store)
                .cipher(OpenPgpCipher.builder().secretKey(secretKey).build())
                .open()) {
            return repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .into(directory)
                    .onConflict(ConflictPolicy.KEEP)
                    .run();
        }
    }
    // end snippet
}
