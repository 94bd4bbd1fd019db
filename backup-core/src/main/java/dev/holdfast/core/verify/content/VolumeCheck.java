package dev.holdfast.core.verify.content;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.status.NeededBlocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Checks the blocks of one volume against its inventory, and opens those that are needed if asked to. Thread-safe. */
final class VolumeCheck {

    /** How to open blocks, and where their chunks go. */
    record Opening(BlockOpener opener, ChunkTable table) {}

    private final NeededBlocks needed;
    private final InventorySection section;
    private final ChunkCheck check;
    private final Findings findings;
    private final @Nullable Opening opening;
    private final AtomicInteger left;

    /** @param opening null if no block is to be opened */
    VolumeCheck(
            NeededBlocks needed,
            InventorySection section,
            ChunkCheck check,
            Findings findings,
            @Nullable Opening opening) {
        this.needed = needed;
        this.section = section;
        this.check = check;
        this.findings = findings;
        this.opening = opening;
        this.left = new AtomicInteger(section.blockCount());
    }

    List<BlockFetcher.Wanted> blocks() {
        List<BlockFetcher.Wanted> blocks = new ArrayList<>(section.blockCount());
        for (int i = 0; i < section.blockCount(); i++) {
            blocks.add(new Block(i));
        }
        return blocks;
    }

    private void hashed() {
        if (left.decrementAndGet() == 0) {
            findings.hashedObjects.increment();
        }
    }

    private final class Block implements BlockFetcher.Wanted {

        private final int index;
        private final BlockPlace place;

        Block(int index) {
            this.index = index;
            this.place = new BlockPlace(
                    section.volume(),
                    section.offset(index),
                    section.sealedBytes(index),
                    section.contentBytes(index),
                    section.blockSha256(index));
        }

        @Override
        public BlockPlace place() {
            return place;
        }

        @Override
        public void arrived(ByteBuffer sealed) {
            findings.checkedBytes.add(sealed.remaining());
            boolean whole = check.hasHash(sealed.duplicate(), place.sha256());
            hashed();
            if (!whole) {
                findings.damagedBlock(
                        section.volume(),
                        index,
                        "block " + index + " (bytes " + place.offset() + " to "
                                + (place.end() - 1)
                                + ") has other bytes than its inventory says"
                                + (isNeeded() ? "; files that need it are lost" : "; no live snapshot needs it"));
                return;
            }
            if (opening != null) {
                for (NeededBlocks.Run run : needed.runs()) {
                    int inRun = index - run.at();
                    if (inRun >= 0 && inRun < run.count() && run.needed().get(inRun)) {
                        open(opening, sealed, run.stream(), run.firstBlock() + inRun);
                    }
                }
            }
        }

        private boolean isNeeded() {
            return needed.runs().stream()
                    .anyMatch(run -> index >= run.at() && run.needed().get(index - run.at()));
        }

        private void open(Opening with, ByteBuffer sealed, String stream, int block) {
            String object = section.volume() + ", block " + block + " of " + stream;
            try {
                long[] found = with.opener()
                        .openChunks(new SealedBlock(sealed, place.sha256()), object, (content, lengths) -> {
                            long[] mixed = new long[lengths.length];
                            int offset = 0;
                            for (int i = 0; i < lengths.length; i++) {
                                byte[] sha256 = check.sha256(content.slice(offset, lengths[i]));
                                mixed[i] = with.table().mix(stream, block, offset, lengths[i], sha256);
                                offset += lengths[i];
                            }
                            if (offset != place.contentBytes()) {
                                throw new IntegrityException(object + " has " + offset + " bytes of content, but "
                                        + place.contentBytes() + " by its inventory");
                            }
                            return mixed;
                        });
                findings.openedBlocks.increment();
                findings.checkedChunks.add(found.length);
                with.table().add(stream, block, found);
            } catch (IntegrityException e) {
                findings.damagedBlock(section.volume(), index, e.getMessage() == null ? object : e.getMessage());
            }
        }

        @Override
        public void lost(IntegrityException cause) {
            if (!findings.isAbsent(section.volume())) {
                findings.damaged(section.volume(), String.valueOf(cause.getMessage()));
            }
        }
    }
}
