package dev.holdfast.core.verify.content;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.index.SegmentReader;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.store.Layout;

/**
 * Holds the records of an index against the table of chunks: no restore reads them, but a backup that continues the
 * snapshot refers to the places that they name. For one thread.
 */
final class IndexCheck {

    private final ChunkTable table;
    private final InFlight work;

    IndexCheck(ChunkTable table, InFlight work) {
        this.table = table;
        this.work = work;
    }

    /**
     * @throws IntegrityException if a segment is not as it must be, or a record of it names a place that holds
     *     something else
     */
    void check(OpenSnapshot snapshot) {
        SegmentReader reader = new SegmentReader(snapshot.pages());
        for (CatalogRoot.IndexTree segment : snapshot.root().index()) {
            reader.read(segment, this::look);
        }
    }

    private void look(ChunkRef ref) {
        work.check();
        String stream = Layout.stream(Purpose.DATA, ref.writer());
        // A record may name a block that is not needed any more, and so is in no table.
        if (table.hasBlock(stream, ref.block()) && !table.contains(stream, ref)) {
            throw new IntegrityException(ref + " of data/ is in the index, but is not what the block holds there");
        }
    }
}
