package dev.holdfast.core.backup.chain;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.core.block.BlockOpener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes openers of blocks that live as long as a run, and closes them. For one thread. */
public final class BlockOpeners implements AutoCloseable {

    private final Function<String, ArchiveFormat> archives;
    private final Opener opener;
    private final List<BlockOpener> made = new ArrayList<>();

    /** @param archives finds archive formats by name */
    public BlockOpeners(Function<String, ArchiveFormat> archives, Opener opener) {
        this.archives = archives;
        this.opener = opener;
    }

    /** @throws dev.holdfast.api.error.FormatException if there is no archive format of this name */
    BlockOpener open(String archive, int blockBytes) {
        BlockOpener blocks = new BlockOpener(archives.apply(archive), opener, blockBytes);
        made.add(blocks);
        return blocks;
    }

    @Override
    public void close() {
        made.forEach(BlockOpener::close);
    }
}
