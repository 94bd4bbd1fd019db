package dev.holdfast.api;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One entry of a snapshot, as it was when it was read. Immutable. */
public interface SnapshotEntry {

    EntryPath path();

    EntryType type();

    /** The length of a file's content; 0 for everything else. */
    long sizeBytes();

    /**
     * Permission bits with set-uid, set-gid and sticky (07777); empty for a named stream, and for a directory that
     * only leads to a source: of that nothing was read.
     */
    OptionalInt mode();

    /** The owner's number, if it was read. */
    OptionalLong userId();

    /** The group's number, if it was read. */
    OptionalLong groupId();

    /** The owner's name, where the host knew one. */
    Optional<String> userName();

    /** The group's name, where the host knew one. */
    Optional<String> groupName();

    /**
     * Last modification, to the nanosecond; of a named stream, when it was read; 1970 for a directory that only leads
     * to a source.
     */
    Instant modified();

    /** The exact bytes of a symbolic link's target, copied; empty for everything else. */
    Optional<byte[]> linkTarget();

    /**
     * The first path of the group of hard links that this entry belongs to, which has the content; empty for that one.
     */
    Optional<EntryPath> hardLinkTo();

    /** The snapshot whose content and attributes this entry still shows, since it could not be read later. */
    Optional<SnapshotId> keptFrom();

    /** Whether this entry could not be read and has no content. */
    boolean failed();
}
