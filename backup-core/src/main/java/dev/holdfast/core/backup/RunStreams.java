package dev.holdfast.core.backup;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.block.VolumeWriter;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.Workers;
import java.util.ArrayList;
import java.util.List;

/** The two streams of blocks that a run writes, content and catalog, each under a key of its own. Closes its sealers. */
final class RunStreams implements AutoCloseable {

    private final Sealer dataSealer;
    private final Sealer catalogSealer;
    private final VolumeWriter dataVolumes;
    private final VolumeWriter catalogVolumes;
    private final BlockWriter data;
    private final BlockWriter catalog;

    RunStreams(
            String writer,
            ContentCipher cipher,
            ArchiveFormat archive,
            ChainState chain,
            long volumeBytes,
            ObjectStore store,
            MemoryAccount memory,
            Workers workers) {
        dataSealer = cipher.sealer(Purpose.DATA);
        try {
            catalogSealer = cipher.sealer(Purpose.CATALOG);
        } catch (RuntimeException e) {
            dataSealer.close();
            throw e;
        }
        dataVolumes = new VolumeWriter(
                volumeBytes,
                number -> Layout.volume(Purpose.DATA, writer, number),
                memory,
                (key, body) -> store.put(key, body, ObjectKind.VOLUME),
                workers.transfers());
        catalogVolumes = new VolumeWriter(
                Math.min(volumeBytes, RunSizes.MAX_CATALOG_VOLUME_BYTES),
                number -> Layout.volume(Purpose.CATALOG, writer, number),
                memory,
                (key, body) -> store.put(key, body, ObjectKind.CATALOG),
                workers.transfers());
        data = new BlockWriter(archive, dataSealer, chain.blockBytes(), dataVolumes, memory);
        catalog = new BlockWriter(archive, catalogSealer, chain.catalogBlockBytes(), catalogVolumes, memory);
    }

    BlockWriter data() {
        return data;
    }

    BlockWriter catalog() {
        return catalog;
    }

    List<String> dataRecipients() {
        return dataSealer.recipients();
    }

    List<String> catalogRecipients() {
        return catalogSealer.recipients();
    }

    /** Stores what there is and waits until it is durable; gives the volumes since the last call. */
    List<WrittenVolume> flush() {
        dataVolumes.store();
        catalogVolumes.store();
        List<WrittenVolume> written = new ArrayList<>(dataVolumes.flush());
        written.addAll(catalogVolumes.flush());
        return written;
    }

    /** Ends both streams; what was not flushed is lost. */
    @Override
    public void close() {
        dataVolumes.abandon();
        catalogVolumes.abandon();
        data.close();
        catalog.close();
        dataSealer.close();
        catalogSealer.close();
    }
}
