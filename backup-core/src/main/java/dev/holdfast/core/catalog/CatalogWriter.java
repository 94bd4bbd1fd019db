package dev.holdfast.core.catalog;

import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.block.OpenBlock;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.manifest.ChunkRef;
import org.jspecify.annotations.Nullable;

/**
 * Puts pages into the blocks of a run's catalog stream, one after the other, and keeps a local copy of each block. For
 * one thread. The only writer of its stream, so it knows a block's number before the block is sealed.
 */
public final class CatalogWriter implements PageSink {

    /** What a reader of one page may find beside it that it has no use for. */
    private static final int SHARED_BYTES = 16 << 10;

    private final String writer;
    private final BlockWriter blocks;
    private final CatalogCache cache;
    private @Nullable OpenBlock open;
    private int number;

    public CatalogWriter(String writer, BlockWriter blocks, CatalogCache cache) {
        this.writer = writer;
        this.blocks = blocks;
        this.cache = cache;
    }

    @Override
    public ChunkRef put(byte[] bytes, int offset, int length) {
        OpenBlock block = open;
        if (block != null && !block.hasRoom(length)) {
            seal();
            block = null;
        }
        if (block == null) {
            block = blocks.open();
            open = block;
        }
        byte[] sha256 = Sha256.of(bytes, offset, length);
        return new ChunkRef(sha256, writer, number, block.add(bytes, offset, length), length);
    }

    /**
     * Ends the open block unless it is small. Called where pages begin that have other readers, so that these need not
     * fetch what came before.
     */
    public void sealUnlessSmall() {
        if (open != null && open.content().remaining() > SHARED_BYTES) {
            seal();
        }
    }

    /** Ends the open block. */
    public void seal() {
        OpenBlock block = open;
        if (block == null) {
            return;
        }
        open = null;
        cache.put(writer, number, block.content());
        blocks.seal(block);
        number++;
    }

    /** Drops the open block. */
    public void abandon() {
        if (open != null) {
            blocks.drop(open);
            open = null;
        }
    }
}
