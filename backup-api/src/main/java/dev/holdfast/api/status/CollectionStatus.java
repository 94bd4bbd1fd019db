package dev.holdfast.api.status;

import dev.holdfast.api.model.Head;
import java.util.List;
import java.util.Map;

/** What lies in a repository, as of its head. Immutable; needs no key. */
public interface CollectionStatus {

    String repositoryId();

    Head head();

    /** Oldest first; unmodifiable. */
    List<ChainStatus> chains();

    /** The unfinished state that the next run continues from: none or one; unmodifiable. */
    List<PartialStatus> partials();

    /** Objects in the store, all kinds. */
    long objects();

    /** Bytes in the store, all kinds. */
    long bytes();

    /**
     * Bytes in the store by the store's names for its storage classes, ascending; empty where it has none;
     * unmodifiable.
     */
    Map<String, Long> bytesByStorageClass();

    /** Objects that no live snapshot needs: left over by interrupted runs, or condemned. */
    long unneededObjects();

    long unneededBytes();

    /**
     * Keys of the objects that a live snapshot needs and that are absent or of a wrong size, and of manifests that are
     * not signed as expected, ascending; empty if all is well; unmodifiable.
     */
    List<String> damagedObjects();
}
