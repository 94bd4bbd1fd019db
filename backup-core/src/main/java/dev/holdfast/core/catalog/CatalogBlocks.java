package dev.holdfast.core.catalog;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.work.Recent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages from catalog blocks: from the local copies where they are, otherwise from the store, opening the blocks
 * and keeping local copies. Thread-safe.
 */
public final class CatalogBlocks implements PageSource {

    /** Fetches a block of the catalog stream of a writer from the store. Thread-safe. */
    public interface SealedBlocks {
        SealedBlock fetch(String writer, int block);
    }

    private static final int RECENT_BLOCKS = 8;

    private final @Nullable CatalogCache cache;
    private final SealedBlocks store;
    private final BlockOpener opener;
    private final Recent<String, byte[]> recent = new Recent<>(RECENT_BLOCKS);

    /** @param cache null where no local copies are kept */
    public CatalogBlocks(@Nullable CatalogCache cache, SealedBlocks store, BlockOpener opener) {
        this.cache = cache;
        this.store = store;
        this.opener = opener;
    }

    @Override
    public byte[] read(ChunkRef page) {
        Optional<byte[]> local = cache == null
                ? Optional.empty()
                : cache.read(page.writer(), page.block(), page.offset(), page.length());
        if (local.isPresent() && hasHash(local.get(), page)) {
            return local.get();
        }
        if (cache != null && local.isPresent()) {
            cache.dropDamaged(page.writer(), page.block());
        }
        byte[] content = content(page.writer(), page.block());
        if (page.offset() + page.length() > content.length) {
            throw new IntegrityException("catalog block " + page.catalogBlock() + " has " + content.length
                    + " bytes, but a page is said to end at " + (page.offset() + page.length()));
        }
        byte[] bytes = Arrays.copyOfRange(content, page.offset(), page.offset() + page.length());
        if (!hasHash(bytes, page)) {
            throw new IntegrityException("catalog block " + page.catalogBlock() + ", page at " + page.offset()
                    + ": the content is not what the reference to it says");
        }
        return bytes;
    }

    /** Fetches and opens a block, and keeps a local copy of it. */
    public void open(String writer, int block) {
        content(writer, block);
    }

    /**
     * Reads a stretch of a page that was read and checked before, without checking it again.
     *
     * @return whether there is a local copy of its block; otherwise the page must be read whole
     */
    public boolean readAgain(ChunkRef page, int offset, byte[] target, int length) {
        return cache != null && cache.read(page.writer(), page.block(), page.offset() + offset, target, length);
    }

    private byte[] content(String writer, int block) {
        String name = ChunkRef.catalogBlock(writer, block);
        synchronized (recent) {
            byte[] known = recent.get(name);
            if (known != null) {
                return known;
            }
        }
        byte[] content = opener.open(store.fetch(writer, block), name, opened -> {
            byte[] copy = new byte[opened.remaining()];
            opened.get(copy);
            return copy;
        });
        if (cache != null) {
            cache.put(writer, block, ByteBuffer.wrap(content));
        }
        synchronized (recent) {
            recent.put(name, content);
        }
        return content;
    }

    private static boolean hasHash(byte[] bytes, ChunkRef page) {
        return Arrays.equals(Sha256.of(bytes), page.sha256());
    }
}
