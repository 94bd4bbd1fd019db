package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.target.TargetDirectory;

/**
 * An entry that is to be restored, directories aside.
 *
 * @param content of the file; that of another entry for a hard link which is restored as a file
 * @param path inside the target
 * @param fresh whether nothing can be in its place, because the run has made the directory
 */
public record Candidate(Entry entry, Content content, EntryPath path, TargetDirectory target, boolean fresh) {

    public boolean isFile() {
        return entry.type() == EntryType.FILE;
    }
}
