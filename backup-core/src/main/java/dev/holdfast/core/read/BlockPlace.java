package dev.holdfast.core.read;

import dev.holdfast.api.storage.ObjectKey;

/**
 * Where a sealed block lies.
 *
 * @param volume the object
 * @param offset in it, in bytes
 * @param length of the sealed block, in bytes
 */
public record BlockPlace(ObjectKey volume, long offset, int length) implements Comparable<BlockPlace> {

    /** The first byte behind the block. */
    public long end() {
        return offset + length;
    }

    @Override
    public int compareTo(BlockPlace other) {
        int byVolume = volume.compareTo(other.volume);
        return byVolume != 0 ? byVolume : Long.compare(offset, other.offset);
    }
}
