package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.work.Workers;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSizesTest {

    @Property
    void theStandardMemoryIsEnoughForItsThreadsAndVolumes(
            @ForAll @IntRange(min = 1, max = 256) int threads,
            @ForAll @IntRange(min = 1, max = 1024) int volumeMebibytes) {
        long volumeBytes = (long) volumeMebibytes << 20;

        long memoryBytes = Workers.memoryFor(threads, volumeBytes);

        assertThat(RunSizes.threadsFor(memoryBytes, volumeBytes, threads)).isEqualTo(threads);
    }

    @Test
    void volumesThatDoNotFitIntoTheBoundAreRefused(@TempDir Path source) {
        try (var repository = Holdfast.repository()
                .storage(MemoryStorage.create())
                .cipher(new NullCipher())
                .volumeSize(64 << 20)
                .memory(128 << 20)
                .create()) {
            var backup = repository.backup().source(source);

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(backup::run)
                    .withMessageContaining("volumes of 67108864 bytes")
                    .withMessageContaining("allow more memory");
            assertThat(repository.snapshots().newest()).isEmpty();
        }
    }

    @Test
    void largeVolumesGetTheirMemoryIfNoBoundIsSet(@TempDir Path source) {
        try (var repository = Holdfast.repository()
                .storage(MemoryStorage.create())
                .cipher(new NullCipher())
                .volumeSize(200 << 20)
                .create()) {
            assertThat(repository.backup().source(source).run().failures()).isEmpty();
        }
    }
}
