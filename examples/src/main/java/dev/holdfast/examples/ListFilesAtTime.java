package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Lists what a directory held at some time in the past. */
public final class ListFilesAtTime {

    private ListFilesAtTime() {}

    // begin snippet
    static List<String> list(BackupRepository repository, Instant time, String directory) {
        Snapshot snapshot = repository.snapshots().asOf(time);
        try (Stream<SnapshotEntry> entries = snapshot.entries(directory)) {
            return entries.map(entry -> entry.path() + " " + entry.sizeBytes()).toList();
        }
    }
    // end snippet
}
