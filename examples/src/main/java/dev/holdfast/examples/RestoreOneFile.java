package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;

/** Brings one file back as it was at some time: to a new name, or as a stream. */
public final class RestoreOneFile {

    private RestoreOneFile() {}

    // begin snippet
    static void toNewName(BackupRepository repository, Instant time, String path, Path target) {
        Snapshot snapshot = repository.snapshots().asOf(time);
        snapshot.restore().path(path).as(target).run().requireComplete();
    }

    static void toStream(BackupRepository repository, Instant time, String path, OutputStream response)
            throws IOException {
        Snapshot snapshot = repository.snapshots().asOf(time);
        try (InputStream in = snapshot.open(path)) {
            in.transferTo(response);
        }
    }
    // end snippet
}
