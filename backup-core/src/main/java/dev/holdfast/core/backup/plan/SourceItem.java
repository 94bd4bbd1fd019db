package dev.holdfast.core.backup.plan;

import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.source.SourceEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a source has at a path of the snapshot: something in a file system, a named stream, or, if both are null, a
 * directory that exists only because a source was put below it.
 */
public record SourceItem(
        EntryPath path,
        @Nullable SourceEntry entry,
        @Nullable StreamSource stream) {

    /** Whether it is a directory that no file system has. */
    public boolean isMadeUp() {
        return entry == null && stream == null;
    }
}
