package dev.holdfast.api.find;

import dev.holdfast.api.model.EntryPath;
import java.util.List;

/** A path that was found, and all that has been there. Immutable. */
public interface FoundEntry {

    EntryPath path();

    /** Oldest first, at least one; unmodifiable. */
    List<EntryVersion> versions();
}
