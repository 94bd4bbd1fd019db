package dev.holdfast.core.repository;

import dev.holdfast.api.storage.ObjectKey;

/**
 * Where a block lies now.
 *
 * @param volume that holds it
 * @param offset of its sealed bytes in the volume
 * @param sealedBytes their length
 * @param contentBytes length of its opened content, as the inventory says
 * @param sha256 of the sealed bytes, 32 bytes, not copied
 */
public record BlockPlace(ObjectKey volume, long offset, int sealedBytes, int contentBytes, byte[] sha256) {

    /** Where it ends in the volume. */
    public long end() {
        return offset + sealedBytes;
    }
}
