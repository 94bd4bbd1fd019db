package dev.holdfast.api.restore;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import dev.holdfast.api.storage.ThawingStorage.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a restore would fetch, and what decides about its price, told before anything is fetched or thawed. Files that
 * are in place and equal are not counted. Immutable.
 */
public interface RestorePlan {

    /** A stored object that holds needed content, where that lies now. */
    interface Volume {

        /** Its key in the store. */
        String object();

        /** Its whole length; what a store bills for thawing. */
        long sizeBytes();

        /** The store's name for its class, where it has classes. */
        Optional<String> storageClass();

        /** Whether, and until when, it can be read. */
        Readiness readiness();

        /** How much of it would be fetched, a little more than what is needed of it. */
        long transferBytes();
    }

    Snapshot snapshot();

    /** The newest record when the snapshot was chosen. */
    Head head();

    /** Files whose content would be fetched. */
    long files();

    /** The length of their content. */
    long contentBytes();

    /** In ascending order of their keys; unmodifiable. */
    List<Volume> volumes();

    /**
     * Keys of needed volumes that the store does not have; files that need them would fail. In ascending order;
     * unmodifiable.
     */
    List<String> missingVolumes();

    /**
     * Entries that {@link Restore#run} would list as failures for what is at the target now: something that differs and
     * may not be replaced, or names that the target takes for one. A plan writes nothing, so whether case is ignored is
     * told only by names that are there, at the target or in the nearest directory that exists. In the order in which
     * they are found, up to the first 10,000; unmodifiable.
     */
    List<Failure> failures();

    /** How many entries would fail so; may be more than are listed. */
    long failureCount();

    /** How many requests would read volumes, about: it depends on what is fetched together. */
    long requests();

    /** The bytes that those requests would transfer. */
    long transferBytes();

    /** The same by storage class, ascending, where the store has classes: some bill for reading. Unmodifiable. */
    Map<String, Long> transferBytesByStorageClass();

    /**
     * Whole lengths of the volumes that are frozen, by storage class, ascending: what thawing would be billed for.
     * Unmodifiable.
     */
    Map<String, Long> frozenBytesByStorageClass();

    /** How many volumes are in a state. */
    default long volumeCount(State state) {
        return volumes().stream()
                .filter(volume -> volume.readiness().state() == state)
                .count();
    }
}
