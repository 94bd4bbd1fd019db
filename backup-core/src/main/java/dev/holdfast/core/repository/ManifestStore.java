package dev.holdfast.core.repository;

import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.LiveMasks.NewVolume;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes manifests with their signatures, and inventories. Thread-safe. */
public final class ManifestStore {

    private static final int MAX_SECTIONS = 1_024;
    private static final int MAX_INVENTORY_BYTES = 8 << 20;
    private static final int MAX_SIGNATURE_BYTES = 64 << 10;

    private final ObjectStore store;
    private final @Nullable Verifier verifier;

    /** @param verifier knows the signers that are expected; nothing if unsigned manifests are accepted */
    public ManifestStore(ObjectStore store, Optional<Verifier> verifier) {
        this.store = store;
        this.verifier = verifier.orElse(null);
    }

    /** Where they lie, with all else of the repository. */
    public ObjectStore store() {
        return store;
    }

    /** Whether only signed manifests are accepted. */
    public boolean expectsSigners() {
        return verifier != null;
    }

    /**
     * Makes sure that what is about to be written would be read again.
     *
     * @throws ConfigurationException if signers are expected, and this one is none of them or there is none
     */
    public void requireExpected(Optional<Signer> signer) {
        if (verifier == null) {
            return;
        }
        if (signer.isEmpty()) {
            throw new ConfigurationException(
                    "signers are expected, but this run signs by no key, so that the next one would "
                            + "refuse its snapshot; give it a signing key");
        }
        String signerId = signer.get().signerId();
        if (!verifier.expects(signerId)) {
            throw new ConfigurationException(
                    "this run signs by the key " + signerId + ", which is no expected signer, so that "
                            + "the next one would refuse its snapshot; expect that key too, or sign by an expected one");
        }
    }

    /**
     * Stores a manifest, and before it its signature.
     *
     * @param number of the manifest within the run, from 1
     * @return what the roster says of it
     */
    public RosterEntry put(Manifest manifest, int number, Optional<Signer> signer) {
        byte[] bytes = manifest.toJson();
        ObjectKey key = Layout.manifest(manifest.snapshot().value(), number);
        // Not kept in the cache: it would vouch where the store's own has gone.
        signer.ifPresent(
                each -> store.put(Layout.signature(key), ObjectBody.of(each.sign(bytes)), ObjectKind.MANIFEST));
        store.putClear(key, bytes);
        return new RosterEntry(
                manifest.snapshot(),
                key,
                Sha256.hex(bytes),
                bytes.length,
                manifest.chain(),
                manifest.kind(),
                manifest.time(),
                manifest.isPartial(),
                signer.isPresent());
    }

    /**
     * Reads a manifest that the roster names.
     *
     * @throws IntegrityException if it is missing, damaged, of another repository or snapshot, or not signed as
     *     expected
     */
    public Manifest read(CommittedState state, RosterEntry entry) {
        String what = "the manifest of the snapshot " + entry.snapshot();
        byte[] bytes = store.readVerified(entry.manifest(), entry.sha256(), Manifest.MAX_BYTES, what);
        verify(entry, bytes, what);
        String named = what + " (" + entry.manifest() + " of " + store.describe() + ")";
        Manifest manifest = Manifest.read(bytes, named);
        checkEqual(named, "repository", state.repository(), manifest.repository());
        checkEqual(named, "snapshot", entry.snapshot(), manifest.snapshot());
        checkEqual(named, "chain", entry.chain(), manifest.chain());
        checkEqual(named, "kind", entry.kind(), manifest.kind());
        checkEqual(named, "time", entry.time(), manifest.time());
        checkEqual(named, "partial", entry.partial(), manifest.isPartial());
        return manifest;
    }

    private void verify(RosterEntry entry, byte[] bytes, String what) {
        if (verifier == null) {
            return;
        }
        if (!entry.signed()) {
            throw new IntegrityException(what + " is not signed: expected a signature by a known signer beside "
                    + entry.manifest() + " of " + store.describe() + "; whoever can write there may have added it");
        }
        ObjectKey key = Layout.signature(entry.manifest());
        byte[] signature = store.read(key, MAX_SIGNATURE_BYTES, "the signature of " + what);
        try {
            verifier.verify(bytes, signature);
        } catch (IntegrityException e) {
            throw new IntegrityException(
                    what + " is not signed as expected, object " + key + " of " + store.describe() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void checkEqual(String what, String member, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IntegrityException(
                    what + " does not fit the log: expected the " + member + " " + expected + ", found " + found);
        }
    }

    /**
     * Stores the inventories of a run's new volumes.
     *
     * @param firstNumber of the first inventory to be stored, from 1 within the run
     * @return the volumes in the same order, each with its section
     */
    public List<NewVolume> putInventories(String writer, int firstNumber, List<WrittenVolume> volumes) {
        List<NewVolume> written = new ArrayList<>(volumes.size());
        ByteSink inventory = new ByteSink();
        int number = firstNumber;
        int sections = 0;
        for (WrittenVolume volume : volumes) {
            if (sections == MAX_SECTIONS || inventory.size() > MAX_INVENTORY_BYTES) {
                store.putClear(Layout.inventory(writer, number++), inventory.toByteArray());
                inventory.truncate(0);
                sections = 0;
            }
            SectionRef ref = InventorySection.write(inventory, Layout.inventory(writer, number), volume);
            written.add(new NewVolume(volume, ref));
            sections++;
        }
        if (sections > 0) {
            store.putClear(Layout.inventory(writer, number), inventory.toByteArray());
        }
        return written;
    }
}
