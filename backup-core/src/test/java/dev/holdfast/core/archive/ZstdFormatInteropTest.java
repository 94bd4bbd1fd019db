package dev.holdfast.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code zstd} program reads what we write, and we read what it writes. */
class ZstdFormatInteropTest {

    @TempDir
    Path directory;

    @BeforeEach
    void zstdIsThere() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "zstd")));
        if (Boolean.getBoolean("holdfast.interop.required")) {
            assertTrue(there, "zstd is not on the PATH");
        }
        assumeTrue(there, "skipped: zstd is not on the PATH");
    }

    @Test
    void zstdUnpacksABlockToItsContent() throws IOException, InterruptedException {
        byte[] content = content();
        Path packed = directory.resolve("block.zst");
        ByteBuffer encoded;
        try (BlockEncoder encoder = ZstdFormat.standard().encoder()) {
            encoded = ByteBuffer.allocate(encoder.maxEncodedBytes(content.length, 2));
            encoder.encode(ByteBuffer.wrap(content), new int[] {300_000, content.length - 300_000}, 2, encoded);
        }
        Files.write(packed, Arrays.copyOf(encoded.array(), encoded.position()));

        run(
                "zstd",
                "-q",
                "-d",
                packed.toString(),
                "-o",
                directory.resolve("content").toString());

        assertThat(directory.resolve("content")).hasBinaryContent(content);
    }

    @Test
    void aFrameOfTheProgramBehindADirectoryIsABlock() throws IOException, InterruptedException {
        byte[] content = content();
        Path plain = Files.write(directory.resolve("content"), content);
        Path packed = directory.resolve("content.zst");
        run("zstd", "-q", "-19", "--check", plain.toString(), "-o", packed.toString());
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        // One chunk of 1,000,000 bytes.
        block.writeBytes(new byte[] {0x5C, 0x2A, 0x4D, 0x18, 5, 0, 0, 0, 1, 1, (byte) 0xC0, (byte) 0x84, 0x3D});
        block.writeBytes(Files.readAllBytes(packed));

        ByteBuffer decoded = ByteBuffer.allocate(content.length);
        try (BlockDecoder decoder = ZstdFormat.standard().decoder()) {
            assertThat(decoder.decode(ByteBuffer.wrap(block.toByteArray()), decoded))
                    .containsExactly(1_000_000);
        }
        assertThat(decoded.array()).isEqualTo(content);
    }

    private static byte[] content() {
        byte[] content = new byte[1_000_000];
        new SplittableRandom(1).nextBytes(content);
        for (int i = 0; i < content.length; i++) {
            content[i] &= (byte) (i < 500_000 ? 0x0F : 0xFF);
        }
        return content;
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(() -> String.join(" ", command) + ": " + output).isZero();
    }
}
