package dev.holdfast.core.backup;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.json.Sha256;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Interim. */
public record StoredManifests(
        ObjectStore store,
        @Nullable Signer signer,
        @Nullable Verifier verifier) implements Manifests {

    @Override
    public Manifest read(RosterEntry entry) {
        String what = "manifest " + entry.manifest();
        byte[] bytes = store.readVerified(entry.manifest(), entry.sha256(), Manifest.MAX_BYTES, what);
        if (verifier != null) {
            byte[] signature = store.readIfPresent(Layout.signature(entry.manifest()), 1 << 16, "signature of " + what)
                    .orElseThrow(() -> new IntegrityException(what + " is not signed, but signers are expected"));
            verifier.verify(bytes, signature);
        }
        return Manifest.read(bytes, what);
    }

    @Override
    public RosterEntry put(Manifest manifest, int number) {
        byte[] bytes = manifest.toJson();
        ObjectKey key = Layout.manifest(manifest.snapshot().value(), number);
        if (signer != null) {
            store.putClear(Layout.signature(key), signer.sign(bytes));
        }
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
                signer != null);
    }

    @Override
    public CatalogBlocks.SealedBlocks catalogBlocks(CommittedState state, Manifest manifest) {
        return (writer, block) -> {
            String stream = Layout.stream(Purpose.CATALOG, writer);
            Iterator<NeededVolume> volumes =
                    new ListReader<>(NeededVolume.CODEC, state.pages()).from(manifest.needed(), stream + "/");
            while (volumes.hasNext()) {
                NeededVolume volume = volumes.next();
                if (!volume.stream().equals(stream)) {
                    break;
                }
                int i = block - volume.firstBlock();
                if (i >= 0 && i < volume.blockCount()) {
                    var ref = volume.inventory();
                    byte[] section = store.readVerified(
                            ref.key(), ByteRange.of(ref.offset(), ref.lengthBytes()), ref.sha256(), "inventory");
                    InventorySection inventory = InventorySection.read(section, ref, volume.key());
                    return ByteBuffer.wrap(store.readVerified(
                            volume.key(),
                            ByteRange.of(inventory.offset(i), inventory.sealedBytes(i)),
                            java.util.HexFormat.of().formatHex(inventory.blockSha256(i)),
                            "block"));
                }
            }
            throw new IntegrityException("no volume holds catalog block " + writer + "/" + block);
        };
    }
}
