package dev.holdfast.core.archive;

import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes and reads the skippable frame that holds the lengths of a block's chunks; its layout is the package's. */
final class ChunkDirectory {

    static final int MAGIC = 0x184D2A5C;

    private static final byte VERSION = 1;
    private static final int LONGEST_NUMBER_BYTES = 5;

    private ChunkDirectory() {}

    static long maxFrameBytes(int chunkCount) {
        return SkippableFrame.HEADER_BYTES + 1L + LONGEST_NUMBER_BYTES * (1L + chunkCount);
    }

    /**
     * Puts the frame.
     *
     * @param contentBytes what the lengths must add up to
     * @throws IllegalArgumentException if they do not, or there is no chunk, or an empty one
     */
    static void put(int[] chunkLengths, int chunkCount, int contentBytes, ByteBuffer encoded) {
        if (chunkCount < 1) {
            throw new IllegalArgumentException("a block holds at least one chunk, but " + chunkCount + " were given");
        }
        int frameAt = encoded.position();
        encoded.position(frameAt + SkippableFrame.HEADER_BYTES);
        encoded.put(VERSION);
        putNumber(chunkCount, encoded);
        long sum = 0;
        for (int i = 0; i < chunkCount; i++) {
            if (chunkLengths[i] < 1) {
                throw new IllegalArgumentException("chunk " + i + " has the length " + chunkLengths[i]);
            }
            sum += chunkLengths[i];
            putNumber(chunkLengths[i], encoded);
        }
        if (sum != contentBytes) {
            throw new IllegalArgumentException(
                    "the chunks add up to " + sum + " bytes, but the content has " + contentBytes);
        }
        int payloadBytes = encoded.position() - frameAt - SkippableFrame.HEADER_BYTES;
        encoded.duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(frameAt, MAGIC)
                .putInt(frameAt + 4, payloadBytes);
    }

    /**
     * Reads the directory and moves behind its frame. Other skippable frames may come first.
     *
     * @param block with little-endian byte order
     */
    static int[] read(ByteBuffer block) {
        while (SkippableFrame.isNext(block)) {
            SkippableFrame frame = SkippableFrame.take(block);
            if (frame.magic() == MAGIC) {
                return parse(frame.payload());
            }
        }
        throw new IntegrityException("a block has no chunk directory before its byte " + block.position());
    }

    /** Moves behind skippable frames, among which is no second directory. */
    static void skipPadding(ByteBuffer block) {
        while (SkippableFrame.isNext(block)) {
            if (SkippableFrame.take(block).magic() == MAGIC) {
                throw new IntegrityException(
                        "a block has a second chunk directory before its byte " + block.position());
            }
        }
    }

    /** The payload is hostile: the count is bounded by the bytes at hand before it is believed. */
    private static int[] parse(ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            throw new IntegrityException("a block's chunk directory is empty");
        }
        byte version = payload.get();
        if (version != VERSION) {
            throw new IntegrityException("a block's chunk directory has the version " + (version & 0xff)
                    + ", but this program knows version " + VERSION);
        }
        int count = number(payload);
        if (count > payload.remaining()) {
            throw new IntegrityException("a block's chunk directory announces " + count
                    + " chunks, but goes on for only " + payload.remaining() + " bytes");
        }
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = number(payload);
        }
        if (payload.hasRemaining()) {
            throw new IntegrityException("a block's chunk directory has " + payload.remaining()
                    + " bytes behind the last of its " + count + " chunks");
        }
        return lengths;
    }

    /** The content's size, if directory and content belong together and there is room. */
    static int check(int[] chunkLengths, long contentBytes, int roomBytes) {
        if (contentBytes < 0 || contentBytes > roomBytes) {
            throw new IntegrityException("a block announces " + Long.toUnsignedString(contentBytes)
                    + " bytes of content, but at most " + roomBytes + " are expected");
        }
        long sum = 0;
        for (int length : chunkLengths) {
            sum += length;
        }
        if (sum != contentBytes) {
            throw new IntegrityException(
                    "a block's chunks add up to " + sum + " bytes, but its content has " + contentBytes);
        }
        return (int) contentBytes;
    }

    private static void putNumber(int number, ByteBuffer to) {
        int rest = number;
        while (rest >= 0x80) {
            to.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    private static int number(ByteBuffer from) {
        long number = 0;
        for (int i = 0; i < LONGEST_NUMBER_BYTES && from.hasRemaining(); i++) {
            byte part = from.get();
            number |= (part & 0x7fL) << (7 * i);
            if (part >= 0) {
                if (part == 0 || number > Integer.MAX_VALUE) {
                    break;
                }
                return (int) number;
            }
        }
        throw new IntegrityException(
                "a block's chunk directory holds something else than a number from 1 to 2^31 - 1 before" + " its byte "
                        + from.position());
    }
}
