package dev.holdfast.core.read;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.repository.BlockLocator;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Workers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to read the snapshots of a repository. Secrets are asked for when the first block is opened, and the
 * keys that were unwrapped are kept until this is closed. Thread-safe.
 */
public final class SnapshotAccess implements AutoCloseable {

    private final ObjectStore store;
    private final ManifestStore manifests;
    private final @Nullable ContentCipher cipher;
    private final Function<String, ArchiveFormat> formats;
    private final @Nullable CatalogCache cache;
    private final Workers workers;
    private @Nullable Opener opener;
    private boolean closed;

    /**
     * @param cipher null where the repository was opened without one: then manifests can be read, but nothing sealed
     * @param formats finds an archive format by its stored name, or says that there is none
     * @param cache of the repository's catalog blocks; null where none is kept
     */
    public SnapshotAccess(
            ObjectStore store,
            ManifestStore manifests,
            @Nullable ContentCipher cipher,
            Function<String, ArchiveFormat> formats,
            @Nullable CatalogCache cache,
            Workers workers) {
        this.store = store;
        this.manifests = manifests;
        this.cipher = cipher;
        this.formats = formats;
        this.cache = cache;
        this.workers = workers;
    }

    public ObjectStore store() {
        return store;
    }

    public Workers workers() {
        return workers;
    }

    /** Reads and checks a manifest; needs no key. */
    public Manifest manifest(CommittedState state, RosterEntry entry) {
        return manifests.read(state, entry);
    }

    /**
     * Opens a snapshot's catalog. The caller closes it.
     *
     * @throws ConfigurationException if there is no cipher, or another one than the snapshot's
     * @throws dev.holdfast.api.error.KeyException if no key opens it
     */
    public OpenSnapshot open(CommittedState state, Manifest manifest) {
        return open(state, manifest, cache);
    }

    /** As {@link #open(CommittedState, Manifest)}, but without looking at local copies. */
    public OpenSnapshot openUncached(CommittedState state, Manifest manifest) {
        return open(state, manifest, null);
    }

    /** Opens blocks of a snapshot's chain without its catalog. The caller closes it. Throws as {@link #open} does. */
    public BlockOpener opener(Manifest manifest, Purpose purpose) {
        int blockBytes = manifest.blockBytes(purpose);
        return new BlockOpener(formats.apply(manifest.archive()), opener(manifest), blockBytes);
    }

    private OpenSnapshot open(CommittedState state, Manifest manifest, @Nullable CatalogCache localCopies) {
        return new OpenSnapshot(
                manifest,
                new BlockLocator(state, manifest, store),
                new StoredRanges(store.storage()),
                opener(manifest),
                formats.apply(manifest.archive()),
                localCopies);
    }

    private static String described(String cipher) {
        return cipher.equals(NullCipher.NAME)
                ? "stored without encryption"
                : "sealed with the cipher \"" + cipher + "\"";
    }

    private synchronized Opener opener(Manifest manifest) {
        if (closed) {
            throw new IllegalStateException("the repository was closed");
        }
        if (cipher == null || !cipher.name().equals(manifest.cipher())) {
            throw new ConfigurationException("the snapshot " + manifest.snapshot() + " in " + store.describe() + " was "
                    + described(manifest.cipher()) + ", but the repository was opened "
                    + (cipher == null ? "without any cipher" : "as one " + described(cipher.name()))
                    + (manifest.cipher().equals(NullCipher.NAME)
                            ? "; open it so: unencrypted(), or --no-encryption"
                            : "; give it the cipher and a key, not --no-encryption"));
        }
        if (opener == null) {
            opener = cipher.opener();
        }
        return opener;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (opener != null) {
            opener.close();
        }
    }
}
