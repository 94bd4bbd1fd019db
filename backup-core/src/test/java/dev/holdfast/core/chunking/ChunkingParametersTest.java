package dev.holdfast.core.chunking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkingParametersTest {

    /** Computed with {@code printf 'gear\000' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1f}, and so on. */
    @Test
    void theTableIsDerivedAsTheFormatSays() {
        byte[] secret = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

        long[] numbers = GearTable.of(secret).numbers();

        assertThat(numbers).hasSize(256);
        assertThat(numbers[0]).isEqualTo(0xdd286280c38b360cL);
        assertThat(numbers[255]).isEqualTo(0x6edde382ef820d9eL);
    }

    @Test
    void aSecretOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GearTable.of(new byte[31]));
    }

    @ParameterizedTest
    @CsvSource({
        "63, 256, 1024",
        "129, 256, 1024",
        "64, 300, 1024",
        "64, 256, 256",
        "65536, 262144, 1048577",
        "64, 0, 1024",
        "64, -2147483648, 1024"
    })
    void sizesThatCannotWorkAreRefused(int minBytes, int averageBytes, int maxBytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkSizes(minBytes, averageBytes, maxBytes))
                .withMessageContaining("average " + averageBytes);
    }

    @Test
    void aFileIsCutBySizesOfItsClass() {
        ChunkSizes small = ChunkSizes.around(1 << 16);
        ChunkSizes large = ChunkSizes.around(1 << 17);
        Chunking chunking = new Chunking(
                GearTable.of(new byte[GearTable.SECRET_BYTES]),
                new ChunkSizeClasses(List.of(new ChunkSizeClass(0, small), new ChunkSizeClass(1_000, large))));

        assertThat(chunking.forFileSize(0).sizes()).isEqualTo(small);
        assertThat(chunking.forFileSize(999).sizes()).isEqualTo(small);
        assertThat(chunking.forFileSize(1_000).sizes()).isEqualTo(large);
        assertThat(chunking.forFileSize(Long.MAX_VALUE).sizes()).isEqualTo(large);
    }

    @Test
    void theStandardClassesFollowTheFormatsTable() {
        Chunking chunking = new Chunking(GearTable.of(new byte[GearTable.SECRET_BYTES]), ChunkSizeClasses.standard());

        assertThat(chunking.forFileSize((1L << 30) - 1).sizes()).isEqualTo(new ChunkSizes(16_384, 65_536, 262_144));
        assertThat(chunking.forFileSize(1L << 30).sizes()).isEqualTo(new ChunkSizes(32_768, 131_072, 524_288));
        assertThat(chunking.forFileSize(16L << 30).sizes()).isEqualTo(new ChunkSizes(65_536, 262_144, 1_048_576));
    }

    @Test
    void classesThatLeaveAGapOrHaveNoOrderAreRefused() {
        ChunkSizeClass fromZero = new ChunkSizeClass(0, ChunkSizes.around(1 << 16));
        ChunkSizeClass fromOne = new ChunkSizeClass(1, ChunkSizes.around(1 << 16));

        assertThatIllegalArgumentException().isThrownBy(() -> new ChunkSizeClasses(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChunkSizeClasses(List.of(fromOne)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkSizeClasses(List.of(fromZero, fromOne, fromOne)));
    }
}
