package dev.holdfast.core.catalog;

import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A catalog in memory, each page a block of its own, which counts what is stored and read. */
public final class MemoryCatalog implements PageSink {

    public static final String WRITER = "20261123T081500Z-0123456789ab";

    private final BlockEncoder encoder = new StoredFormat().encoder();
    private final String writer;
    private final List<byte[]> sealed = new ArrayList<>();
    private long storedBytes;
    private int reads;
    private CatalogBlocks blocks = newBlocks();

    public MemoryCatalog() {
        this(WRITER);
    }

    public MemoryCatalog(String writer) {
        this.writer = writer;
    }

    @Override
    public ChunkRef put(byte[] bytes, int offset, int length) {
        ByteBuffer target = ByteBuffer.allocateDirect(encoder.maxEncodedBytes(length, 1));
        encoder.encode(
                ByteBuffer.allocateDirect(length).put(bytes, offset, length).flip(), new int[] {length}, 1, target);
        byte[] encoded = new byte[target.flip().remaining()];
        target.get(encoded);
        sealed.add(encoded);
        storedBytes += length;
        byte[] hash = HexFormat.of().parseHex(Sha256.hex(bytes, offset, length));
        return new ChunkRef(hash, writer, sealed.size() - 1, 0, length);
    }

    /** Reads pages of this catalog. */
    public CatalogBlocks blocks() {
        return blocks;
    }

    private CatalogBlocks newBlocks() {
        return new CatalogBlocks(
                null,
                (owner, block) -> fetch(block),
                new BlockOpener(new StoredFormat(), new NullCipher().opener(), 1 << 20));
    }

    private SealedBlock fetch(int block) {
        reads++;
        if (block >= sealed.size()) {
            throw new IntegrityException("no block " + block);
        }
        byte[] bytes = sealed.get(block).clone();
        return new SealedBlock(ByteBuffer.wrap(bytes), Sha256.of(bytes));
    }

    /** Changes the last byte of a page, or changes it back. */
    void damage(ChunkRef page) {
        blocks = newBlocks();
        byte[] bytes = sealed.get(page.block());
        bytes[bytes.length - 1] ^= 1;
    }

    /** Bytes of all pages that were put. */
    public long storedBytes() {
        return storedBytes;
    }

    /** Pages that were put. */
    public int pages() {
        return sealed.size();
    }

    /** Pages that were read from it. */
    public int reads() {
        return reads;
    }
}
