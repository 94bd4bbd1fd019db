package dev.holdfast.core.manifest;

import dev.holdfast.api.cipher.Purpose;

/**
 * What is needed of one block.
 *
 * @param purpose whether the block is one of content or of the catalog
 * @param writer id of the run that wrote it
 * @param block its number in the writer's stream
 * @param sixteenths a bit for each sixteenth of the block size, the first one lowest
 * @param bytes that were referred to; those that were referred to twice count twice
 */
public record BlockNeed(Purpose purpose, String writer, int block, int sixteenths, int bytes) {

    public boolean isOfSameBlock(BlockNeed other) {
        return block == other.block && purpose == other.purpose && writer.equals(other.writer);
    }

    /** This and another need of the same block. */
    public BlockNeed and(BlockNeed other) {
        int sum = (int) Math.min(Integer.MAX_VALUE, (long) bytes + other.bytes);
        return new BlockNeed(purpose, writer, block, sixteenths | other.sixteenths, sum);
    }
}
