package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import java.io.Console;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Restores the newest snapshot into a directory, with the secret key. */
public final class RestoreEverything {

    private RestoreEverything() {}

    /** @param args the repository's URI, the secret key's file, the directory */
    public static void main(String[] args) {
        RestoreResult result =
                restore(URI.create(args[0]), Path.of(args[1]), RestoreEverything::askedFor, Path.of(args[2]));
        result.failures().forEach(System.err::println);
        System.out.println("restored " + result.restoredEntries() + " entries");
    }

    /** Nothing where there is nobody to ask; then the failure names the key that would help. */
    private static char @Nullable [] askedFor() {
        Console console = System.console();
        return console == null ? null : console.readPassword("Passphrase: ");
    }

    // begin snippet
    /** @param passphrase of the secret key; asked for when it is needed, and overwritten then */
    static RestoreResult restore(URI store, Path secretKey, Supplier<char @Nullable []> passphrase, Path directory) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(store)
                .cipher(OpenPgpCipher.builder()
                        .secretKey(secretKey)
                        .passphrase(passphrase)
                        .build())
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
