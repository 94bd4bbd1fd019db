package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.target.TargetDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is being filled.
 *
 * @param path inside the target
 * @param entry what the snapshot says of it; null if it says nothing, or nothing that is asked for
 * @param fresh whether the run has made it
 * @param before what was there, with details; null if nothing was
 * @param inUse whether it was there with something in it that no broken-off run has left: then it stays as accessible
 *     as it is, unless it may be replaced
 * @param blocked why nothing can be put into it; null if all is well
 */
public record RestoredDirectory(
        EntryPath path,
        TargetDirectory target,
        @Nullable Entry entry,
        boolean fresh,
        @Nullable FileMetadata before,
        boolean inUse,
        @Nullable Problem blocked) {}
