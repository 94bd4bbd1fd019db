package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.s3.S3Storage;
import java.nio.file.Path;
import java.time.Period;

/** Backs selected parts of a machine up to S3, with a new chain every month. */
public final class BackupToS3 {

    private BackupToS3() {}

    /** @param args the bucket, the public key's file, a directory for local state */
    public static void main(String[] args) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(S3Storage.builder()
                        .bucket(args[0])
                        .prefix("laptop/")
                        .storageClass("STANDARD_IA")
                        .build())
                .cipher(OpenPgpCipher.builder().recipient(Path.of(args[1])).build())
                .localState(Path.of(args[2]))
                .openOrCreate()) {
            BackupResult result = repository
                    .backup()
                    .source(
                            Path.of("/"),
                            Selection.all().include("/home").include("/root").exclude("**"))
                    .fullIfOlderThan(Period.ofMonths(1))
                    .run();
            result.failures().forEach(System.err::println);
        }
    }
}
