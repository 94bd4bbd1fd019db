package dev.holdfast.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.error.IntegrityException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks put together by hand: what a reader accepts besides what our writer writes, and what it refuses. */
class HostileBlockTest {

    private static final byte[] CONTENT = "content, content, content".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIRECTORY = frame(0x5C, hex("01 02 0a 0f"));
    private static final byte[] PADDING = frame(0x50, new byte[100]);
    private static final byte[] EMPTY_PADDING = frame(0x5F, new byte[0]);

    @Test
    void aWriterWritesTheDirectoryThatTheFormatDescribes() {
        byte[] content = new byte[300];
        ByteBuffer encoded = ByteBuffer.allocate(1_000);
        try (BlockEncoder encoder = new StoredFormat().encoder()) {
            encoder.encode(ByteBuffer.wrap(content), new int[] {127, 128, 45}, 3, encoded);
        }
        byte[] directory = hex("5c 2a 4d 18 | 06 00 00 00 | 01 | 03 | 7f | 80 01 | 2d");

        assertThat(bytes(encoded.flip())).isEqualTo(join(directory, content));
    }

    @Test
    void paddingIsIgnoredWhereItMayStand() {
        byte[] zstd = zstd(CONTENT);

        assertThat(decode(ZstdFormat.standard(), join(DIRECTORY, zstd))).isEqualTo(CONTENT);
        assertThat(decode(ZstdFormat.standard(), join(PADDING, DIRECTORY, EMPTY_PADDING, PADDING, zstd, PADDING)))
                .isEqualTo(CONTENT);
        assertThat(decode(new StoredFormat(), join(EMPTY_PADDING, PADDING, DIRECTORY, CONTENT)))
                .isEqualTo(CONTENT);
    }

    @Test
    void contentThatLooksLikeFramesIsContent() {
        byte[] content = join(DIRECTORY, PADDING, EMPTY_PADDING);
        byte[] directory = frame(0x5C, new byte[] {1, 1, (byte) (content.length | 0x80), 1});

        assertThat(decode(new StoredFormat(), join(directory, content))).isEqualTo(content);
        assertThat(decode(ZstdFormat.standard(), join(directory, zstd(content))))
                .isEqualTo(content);
    }

    @Test
    void framesInAnyOtherOrderOrNumberAreRefused() {
        byte[] zstd = zstd(CONTENT);

        assertRefused(zstd, "no chunk directory");
        assertRefused(DIRECTORY, "no zstd frame");
        assertRefused(join(zstd, DIRECTORY), "no chunk directory");
        assertRefused(join(DIRECTORY, DIRECTORY, zstd), "second chunk directory");
        assertRefused(join(DIRECTORY, zstd, DIRECTORY), "second chunk directory");
        assertRefused(join(DIRECTORY, zstd, zstd), "bytes too many");
        assertRefused(join(DIRECTORY, zstd, new byte[1]), "1 bytes too many");
        assertRefused(join(DIRECTORY, CONTENT), "no zstd frame");
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "02 02 0a 0f, version 2",
        "01, number from 1",
        "01 00, number from 1",
        "01 02 00 19, number from 1",
        "01 02 8a 00 0f, number from 1",
        "01 02 0a, announces 2 chunks",
        "01 02 0a 8f, number from 1",
        "01 02 0a 0f 00, behind the last",
        "01 02 0a 0e, add up to 24",
        "01 01 ff ff ff ff 07, add up to 2147483647",
        "01 03 ff ff ff ff 07 ff ff ff ff 07 1b, add up to 4294967321",
        "01 01 80 80 80 80 08, number from 1",
        "01 ff ff ff ff 07 0a 0f, announces 2147483647 chunks"
    })
    void aDirectoryThatIsNotOneIsRefused(String payload, String message) {
        assertRefused(join(frame(0x5C, hex(payload)), zstd(CONTENT)), message);
    }

    @Test
    void aSkippableFrameThatClaimsMoreThanThereIsIsRefused() {
        assertRefused(hex("50 2a 4d 18 ff ff ff ff 00 00"), "announces 4294967295");
        assertRefused(hex("5c 2a 4d 18 00 00 00"), "within the header");
    }

    @Test
    void aZstdFrameThatHidesItsSizeIsRefused() {
        byte[] frame;
        try (ZstdCompressCtx compressor = new ZstdCompressCtx().setContentSize(false)) {
            frame = compressor.compress(CONTENT);
        }
        assertRefused(join(DIRECTORY, frame), "how large");
    }

    /** Byte 4 is the frame's descriptor, byte 5 the size of a content below 256 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 24, 26, 255})
    void aZstdFrameThatLiesAboutItsSizeIsRefused(int claimed) {
        byte[] frame = zstd(CONTENT);
        assertThat(frame[5]).isEqualTo((byte) CONTENT.length);
        frame[5] = (byte) claimed;
        byte[] directory = frame(0x5C, new byte[] {1, 1, (byte) claimed, 1});

        assertRefused(join(claimed < 128 ? DIRECTORY : directory, frame), "");
        if (claimed > 0) {
            byte[] believing = claimed < 128 ? frame(0x5C, new byte[] {1, 1, (byte) claimed}) : directory;
            assertRefused(join(believing, frame), "zstd frame");
        }
    }

    /** A frame of 2 GiB of zeros is a few bytes; 2^64 - 3 is claimed by none that exists. */
    @Test
    void anEnormousContentIsRefusedBeforeItIsUnpacked() {
        byte[] header = hex("28 b5 2f fd | e0 | fd ff ff ff ff ff ff ff | 01 00 00");

        assertRefused(join(DIRECTORY, header), "18446744073709551613");
    }

    @Test
    void levelsThatDoNotExistAreRefused() {
        for (int level : new int[] {-8, 0, 23}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ZstdFormat.level(level))
                    .withMessageContaining(String.valueOf(level));
        }
    }

    @Test
    void levelsDifferOnlyInSize() {
        byte[] content = "a line of some log\n".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
        for (int level : new int[] {-7, 1, 9, 22}) {
            ByteBuffer encoded = ByteBuffer.allocate(200_000);
            try (BlockEncoder encoder = ZstdFormat.level(level).encoder()) {
                encoder.encode(ByteBuffer.wrap(content), new int[] {content.length}, 1, encoded);
            }
            assertThat(decode(ZstdFormat.standard(), bytes(encoded.flip()))).isEqualTo(content);
        }
    }

    private static void assertRefused(byte[] block, String message) {
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> decode(ZstdFormat.standard(), block))
                .withMessageContaining(message);
    }

    private static byte[] decode(ArchiveFormat format, byte[] block) {
        ByteBuffer content = ByteBuffer.allocateDirect(100_000);
        try (BlockDecoder decoder = format.decoder()) {
            decoder.decode(ByteBuffer.wrap(block), content);
        }
        return bytes(content.flip());
    }

    private static byte[] zstd(byte[] content) {
        try (ZstdCompressCtx compressor = new ZstdCompressCtx()) {
            return compressor.compress(content);
        }
    }

    private static byte[] frame(int magic, byte[] payload) {
        byte[] header = {(byte) magic, 0x2A, 0x4D, 0x18, (byte) payload.length, (byte) (payload.length >> 8), 0, 0};
        return join(header, payload);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("[ |]", ""));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
