package dev.holdfast.core.archive;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;

/**
 * The archive format {@code zstd}: the chunk directory and one zstd frame. {@code zstd -d} gives the content.
 *
 * <pre>
 * block:  directory frame | zstd frame
 * </pre>
 *
 * <p>The directory frame is defined by the package. The zstd frame (RFC 8878) holds the chunks' bytes one after the
 * other, says its content size in its header, and needs no dictionary. A writer adds no content checksum, for the seal
 * and the chunks' hashes protect more; a reader accepts one. Skippable frames other than the directory may stand
 * before, between and behind the two; nothing else may.
 *
 * <p>Encoders and decoders throw a {@link dev.holdfast.api.error.ConfigurationException} where zstd's native code
 * cannot be loaded. Decoding writes straight into the caller's room, so a hostile window size claims no memory.
 */
public final class ZstdFormat implements ArchiveFormat {

    /** The name that repositories store. */
    public static final String NAME = "zstd";

    static final int DEFAULT_LEVEL = 3;
    private static final int LOWEST_LEVEL = -7;
    private static final int HIGHEST_LEVEL = 22;

    private final int level;

    private ZstdFormat(int level) {
        this.level = level;
    }

    /** With level 3: of the levels above it, 6 takes three times as long to save a tenth. */
    public static ZstdFormat standard() {
        return new ZstdFormat(DEFAULT_LEVEL);
    }

    /**
     * With another level. Readers do not need to know it.
     *
     * @param level from -7 (quickest) to 22 (smallest), not 0; see {@link StoredFormat} for no compression
     */
    public static ZstdFormat level(int level) {
        if (level < LOWEST_LEVEL || level > HIGHEST_LEVEL || level == 0) {
            throw new IllegalArgumentException("zstd has the levels " + LOWEST_LEVEL + " to " + HIGHEST_LEVEL
                    + " without 0, but " + level + " was given");
        }
        return new ZstdFormat(level);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BlockEncoder encoder() {
        ZstdNative.require();
        return new ZstdBlockEncoder(level);
    }

    @Override
    public BlockDecoder decoder() {
        ZstdNative.require();
        return new ZstdBlockDecoder();
    }

    @Override
    public String toString() {
        return NAME + " level " + level;
    }
}
