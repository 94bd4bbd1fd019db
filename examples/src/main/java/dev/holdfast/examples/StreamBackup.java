package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.selection.Selection;
import java.nio.file.Path;

/** Backs up the output of a database dump, without a temporary file, together with a directory. */
public final class StreamBackup {

    private StreamBackup() {}

    // begin snippet
    static Snapshot backUp(BackupRepository repository, StreamSource dump, Path uploads) {
        return repository
                .backup()
                .source("db/orders.sql", dump)
                .source("uploads", uploads, Selection.all().exclude("**.tmp"))
                .run()
                .requireComplete()
                .snapshot();
    }
    // end snippet
}
