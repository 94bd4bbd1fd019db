package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.s3.S3Storage;
import dev.holdfast.s3.S3StorageBuilder;
import java.nio.file.Path;
import java.time.Period;

/** Backs selected parts of a machine up to S3, with a new chain every month. */
public final class BackupToS3 {

    private BackupToS3() {}

    /** @param args the bucket, the public key's file, a directory for local state */
    public static void main(String[] args) {
        S3Storage storage = inBucket(args[0]).build();
        Selection selection = Selection.all().include("/home").include("/root").exclude("**");
        BackupResult result = backUp(storage, selection, Path.of(args[1]), Path.of(args[2]));
        result.failures().forEach(System.err::println);
    }

    // begin snippet
    static S3StorageBuilder inBucket(String bucket) {
        return S3Storage.builder().bucket(bucket).prefix("laptop/").storageClass("STANDARD_IA");
    }

    /** @param selection Selection.all().include("/home").include("/root").exclude("**") */
    static BackupResult backUp(S3Storage storage, Selection selection, Path publicKey, Path localState) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage)
                .cipher(OpenPgpCipher.builder().recipient(publicKey).build())
                .localState(localState)
                .openOrCreate()) {
            return repository
                    .backup()
                    .source(Path.of("/"), selection)
                    .fullIfOlderThan(Period.ofMonths(1))
                    .run();
        }
    }
    // end snippet
}
