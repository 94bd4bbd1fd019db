package dev.holdfast.core.backup.write;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.block.SegmentPool;
import dev.holdfast.core.block.VolumeWriter;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.work.MemoryAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The two streams of blocks that a run writes, content and catalog, each under a key of its own. Closes its sealers.
 */
public final class RunStreams implements AutoCloseable {

    /** Volumes of the catalog, which are read sooner than those of content, get no longer than this. */
    public static final long MAX_CATALOG_VOLUME_BYTES = 8 << 20;

    private final Sealer dataSealer;
    private final Sealer catalogSealer;
    private final VolumeWriter dataVolumes;
    private final VolumeWriter catalogVolumes;
    private final BlockWriter data;
    private final BlockWriter catalog;

    /** @param memory for blocks and volumes */
    public RunStreams(BackupContext context, Prepared prepared, MemoryAccount memory) {
        String writer = prepared.id().value();
        ChainState chain = prepared.chain();
        ContentCipher cipher = context.sealing().cipher();
        dataSealer = cipher.sealer(Purpose.DATA);
        try {
            catalogSealer = cipher.sealer(Purpose.CATALOG);
        } catch (RuntimeException | Error e) {
            dataSealer.close();
            throw e;
        }
        Executor uploads = context.workers().uploads();
        SegmentPool pool = new SegmentPool(memory);
        dataVolumes = volumes(context, Purpose.DATA, writer, pool, uploads);
        catalogVolumes = volumes(context, Purpose.CATALOG, writer, pool, uploads);
        data = new BlockWriter(context.sealing().archive(), dataSealer, chain.blockBytes(), dataVolumes, memory);
        catalog = new BlockWriter(
                context.sealing().archive(), catalogSealer, chain.catalogBlockBytes(), catalogVolumes, memory);
    }

    private static VolumeWriter volumes(
            BackupContext context, Purpose purpose, String writer, SegmentPool pool, Executor uploads) {
        boolean isData = purpose == Purpose.DATA;
        ObjectKind kind = isData ? ObjectKind.VOLUME : ObjectKind.CATALOG;
        return new VolumeWriter(
                isData ? context.volumeBytes() : Math.min(context.volumeBytes(), MAX_CATALOG_VOLUME_BYTES),
                number -> Layout.volume(purpose, writer, number),
                pool,
                (key, body) -> context.store().put(key, body, kind),
                context.store().calls()::watch,
                uploads);
    }

    public BlockWriter data() {
        return data;
    }

    BlockWriter catalog() {
        return catalog;
    }

    public List<String> dataRecipients() {
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
