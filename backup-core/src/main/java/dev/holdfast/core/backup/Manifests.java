package dev.holdfast.core.backup;

import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;

/** Reads and writes manifests with their signatures. Thread-safe. */
public interface Manifests {

    /**
     * The manifest of a snapshot in the roster, checked against its hash and the expected signers.
     *
     * @throws dev.holdfast.api.error.IntegrityException if it is damaged, missing, or not signed as expected
     */
    Manifest read(RosterEntry entry);

    /**
     * Signs and stores a manifest.
     *
     * @param number of the manifest within its run, from 1
     */
    RosterEntry put(Manifest manifest, int number);

    /** Fetches blocks of catalog streams that a snapshot needs. */
    CatalogBlocks.SealedBlocks catalogBlocks(CommittedState state, Manifest manifest);
}
