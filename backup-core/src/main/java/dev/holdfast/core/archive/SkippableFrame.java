package dev.holdfast.core.archive;

import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;

/**
 * A zstd skippable frame in a block (RFC 8878, section 3.1.2).
 *
 * @param magic tells what the frame is for
 * @param payload a view of the block
 */
record SkippableFrame(int magic, ByteBuffer payload) {

    static final int HEADER_BYTES = 8;

    private static final int FIRST_MAGIC = 0x184D2A50;

    /** Whether such a frame is next; with little-endian byte order. */
    static boolean isNext(ByteBuffer block) {
        return block.remaining() >= 4 && (block.getInt(block.position()) & 0xfffffff0) == FIRST_MAGIC;
    }

    /** Takes the frame that is next. Its size is hostile: believed only if so many bytes are there. */
    static SkippableFrame take(ByteBuffer block) {
        int at = block.position();
        int present = block.remaining() - HEADER_BYTES;
        if (present < 0) {
            throw new IntegrityException("a block ends within the header of the skippable frame at its byte " + at);
        }
        long size = Integer.toUnsignedLong(block.getInt(at + 4));
        if (size > present) {
            throw new IntegrityException("a block's skippable frame at its byte " + at + " announces " + size
                    + " bytes, but " + present + " follow");
        }
        block.position(at + HEADER_BYTES + (int) size);
        return new SkippableFrame(block.getInt(at), block.slice(at + HEADER_BYTES, (int) size));
    }
}
