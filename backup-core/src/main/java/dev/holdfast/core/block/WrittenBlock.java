package dev.holdfast.core.block;

/**
 * A block that lies in a volume.
 *
 * @param sealedBytes its length in the volume
 * @param contentBytes the length of its opened content
 * @param sha256 of the sealed bytes; not copied
 */
public record WrittenBlock(int sealedBytes, int contentBytes, byte[] sha256) {}
