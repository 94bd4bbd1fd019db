package dev.holdfast.core;

import dev.holdfast.core.RepositoryMachine.Step;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.testing.MaskingCipher;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sequences of everything that can happen to a repository, half of them encrypted. After each step every
 * snapshot that should be there comes back as it was made. More sequences than a few are run with
 * {@code -Dholdfast.machine.sequences=1000}, one again with {@code -Dholdfast.machine.seed=}.
 */
@Execution(ExecutionMode.CONCURRENT)
class RepositoryMachineTest {

    private static final int SEQUENCES = Integer.getInteger("holdfast.machine.sequences", 8);

    static LongStream seeds() {
        Long again = Long.getLong("holdfast.machine.seed");
        return again == null ? new Random().longs(SEQUENCES) : LongStream.of(again);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everySnapshotComesBackWhateverHappens(long seed, @TempDir Path directory) throws Exception {
        Random random = new Random(seed);
        try (RepositoryMachine machine =
                new RepositoryMachine(directory, random.nextBoolean() ? new MaskingCipher() : new NullCipher())) {
            int steps = 8 + random.nextInt(9);
            for (int i = 0; i < steps; i++) {
                machine.take(step(random));
            }
        }
    }

    private static Step step(Random random) {
        Step.Kind[] kinds = Step.Kind.values();
        int chance = random.nextInt(14);
        return new Step(
                chance < 4 ? Step.Kind.BACK_UP : chance < 8 ? Step.Kind.CHANGE : kinds[random.nextInt(kinds.length)],
                random.nextInt(1_000_000),
                random.nextInt(5) < 3 ? 0 : 1 + random.nextInt(25));
    }
}
