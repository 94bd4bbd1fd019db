package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import java.net.URI;
import java.nio.file.Path;

/** Backs a directory up into another one, with nothing but a public key. */
public final class BackupToDirectory {

    private BackupToDirectory() {}

    /** @param args the directory, the repository's URI, the public key's file, a directory for local state */
    public static void main(String[] args) {
        SnapshotId snapshot = backUp(Path.of(args[0]), URI.create(args[1]), Path.of(args[2]), Path.of(args[3]));
        System.out.println("made snapshot " + snapshot);
    }

    static SnapshotId backUp(Path home, URI store, Path publicKey, Path localState) {
        // begin README
        try (BackupRepository repository = Holdfast.repository()
                .storage(store) // URI.create("file:///mnt/backups/laptop")
                .cipher(OpenPgpCipher.builder().recipient(publicKey).build())
                .localState(localState)
                .openOrCreate()) {
            BackupResult result =
                    repository.backup().source(home).tag("nightly").run();
            result.notices().forEach(System.out::println);
            return result.requireComplete().snapshot().id();
        }
        // end README
    }
}
