package dev.holdfast.core.manifest;

import java.util.HexFormat;

/** The place of a chunk, and what it must be: the REF of docs/format.md §8. Immutable; its array is shared, not copied. */
public final class ChunkRef {

    private static final int HASH_BYTES = 32;
    private static final String WRITER_FORM = "00000000T000000Z-xxxxxxxxxxxx";

    private final byte[] sha256;
    private final String writer;
    private final int block;
    private final int offset;
    private final int length;

    /**
     * @param sha256 of the chunk's bytes, 32 bytes, not copied
     * @param writer the run whose stream the block is in
     * @param block number in the stream, ≥ 0
     * @param offset in the block's opened content, ≥ 0
     * @param length of the chunk in bytes, ≥ 1
     */
    public ChunkRef(byte[] sha256, String writer, int block, int offset, int length) {
        if (!isWriter(writer) || sha256.length != HASH_BYTES || block < 0 || offset < 0 || length < 1 || offset > Integer.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a reference to a chunk: block " + writer + "/" + block + ", offset "
                    + offset + ", length " + length);
        }
        this.sha256 = sha256;
        this.writer = writer;
        this.block = block;
        this.offset = offset;
        this.length = length;
    }

    private static boolean isWriter(String text) {
        boolean fits = text.length() == WRITER_FORM.length();
        for (int i = 0; fits && i < text.length(); i++) {
            char form = WRITER_FORM.charAt(i);
            char c = text.charAt(i);
            fits = form == '0' || form == 'x' ? c >= '0' && c <= '9' || form == 'x' && c >= 'a' && c <= 'f' : c == form;
        }
        return fits;
    }

    /** Not copied; not to be changed. */
    public byte[] sha256() {
        return sha256;
    }

    public String writer() {
        return writer;
    }

    public int block() {
        return block;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return writer + "/" + block + " at " + offset + ", " + length + " bytes, "
                + HexFormat.of().formatHex(sha256, 0, 6);
    }
}
