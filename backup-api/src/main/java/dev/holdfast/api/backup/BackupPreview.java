package dev.holdfast.api.backup;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a backup would do, as far as can be told without reading a file's content. Immutable. */
public interface BackupPreview {

    /** The kind of snapshot that would be made. */
    SnapshotKind kind();

    /** What it would be compared with: the newest snapshot, or the state that an interrupted run recorded. */
    Optional<SnapshotId> parent();

    /**
     * What would change. Told by attributes: a file of the same size with another time of modification counts as
     * changed in content, and so does every named stream; a moved file is known by inode, size and time.
     */
    Delta delta();

    /** Files and streams that would be read. */
    long filesToRead();

    /** Their content, and so the most that would be stored of it; streams, whose length is unknown, left out. */
    long bytesToRead();

    /** Files that would be taken over from the parent unread. */
    long unchangedFiles();

    Duration elapsed();

    /**
     * Entries that could not be looked at, in path order up to the first 10,000; unmodifiable. Files that only cannot
     * be opened are not among them.
     */
    List<Failure> failures();

    /** How many could not be looked at; may be more than are listed. */
    long failureCount();

    /** What the user should know; unmodifiable. */
    List<Notice> notices();
}
