package dev.holdfast.core;

import dev.holdfast.core.RepositoryMachine.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Random sequences of everything that can happen to a repository. After each step every snapshot that should be there comes back as it was made. More
 * sequences than a few are run with {@code -Dholdfast.machine.sequences=1000}.
 */
class RepositoryMachineTest {

    private static final int SEQUENCES = Integer.getInteger("holdfast.machine.sequences", 8);
    private static final AtomicInteger RUN = new AtomicInteger();

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void everySnapshotComesBackWhateverHappens(@ForAll("sequences") List<Step> steps) throws Exception {
        if (RUN.getAndIncrement() >= SEQUENCES) {
            return;
        }
        Path directory = Files.createTempDirectory("holdfast-machine-");
        try (RepositoryMachine machine = new RepositoryMachine(directory)) {
            for (Step step : steps) {
                machine.take(step);
            }
        } finally {
            delete(directory);
        }
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.of(Step.Kind.BACK_UP)),
                                Tuple.of(4, Arbitraries.of(Step.Kind.CHANGE)),
                                Tuple.of(6, Arbitraries.of(Step.Kind.values()))),
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(0)),
                                Tuple.of(2, Arbitraries.integers().between(1, 25))))
                .as(Step::new);
        return step.list().ofMinSize(8).ofMaxSize(16);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
