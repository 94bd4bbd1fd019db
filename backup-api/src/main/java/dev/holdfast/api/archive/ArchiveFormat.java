package dev.holdfast.api.archive;

/**
 * A named encoding of blocks. The name is stored in every manifest and selects the reader.
 *
 * <p>What an encoder of the format has written, every decoder of the same name must read, for ever.
 *
 * <p>Thread-safe; immutable. Its encoders and decoders are for one thread each.
 */
public interface ArchiveFormat {

    /** The stored name: {@code zstd}, {@code stored}; lower-case ASCII letters, digits and {@code -}. */
    String name();

    /** An encoder for one thread. The caller closes it. */
    BlockEncoder encoder();

    /** A decoder for one thread. The caller closes it. */
    BlockDecoder decoder();
}
