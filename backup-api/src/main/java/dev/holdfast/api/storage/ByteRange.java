package dev.holdfast.api.storage;

/** A range of an object's bytes: {@code offset} ≥ 0, {@code length} ≥ 1. */
public record ByteRange(long offset, long length) {

    /** The whole object, also an empty one. */
    public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("not a byte range: offset " + offset + ", length " + length);
        }
    }

    public static ByteRange of(long offset, long length) {
        return new ByteRange(offset, length);
    }

    /** The first byte behind the range; {@link Long#MAX_VALUE} where the range has no end. */
    public long end() {
        return length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length;
    }
}
