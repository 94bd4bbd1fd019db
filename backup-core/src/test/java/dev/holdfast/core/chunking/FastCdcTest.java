package dev.holdfast.core.chunking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class FastCdcTest {

    private static final ChunkSizes SIZES = ChunkSizes.around(1024);

    private final FastCdc chunker = new FastCdc(table(1), SIZES);

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyCutIsWhereTheDefinitionPutsIt(@ForAll("sizes") ChunkSizes sizes, @ForAll("content") byte[] content) {
        GearTable gear = table(7);

        assertThat(cuts(new FastCdc(gear, sizes), content)).isEqualTo(cutsByDefinition(gear, sizes, content));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void chunksCoverTheFileAndKeepTheLimits(@ForAll("sizes") ChunkSizes sizes, @ForAll("content") byte[] content) {
        List<Integer> cuts = cuts(new FastCdc(table(2), sizes), content);

        int start = 0;
        for (int cut : cuts) {
            int length = cut - start;
            assertThat(length).isPositive().isLessThanOrEqualTo(sizes.maxBytes());
            if (cut < content.length) {
                assertThat(length).isGreaterThan(sizes.minBytes());
            }
            start = cut;
        }
        assertThat(start).isEqualTo(content.length);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void theWindowThatDataIsReadThroughDoesNotMatter(@ForAll("content") byte[] content, @ForAll long seed) {
        assertThat(cutsThroughWindow(chunker, content, new Random(seed))).isEqualTo(cuts(chunker, content));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void anInsertionMovesOnlyBoundariesNearIt(
            @ForAll long seed,
            @ForAll @IntRange(max = 99_999) int place,
            @ForAll @IntRange(min = 1, max = 5_000) int length) {
        byte[] before = random(seed, 100_000);
        byte[] after = new byte[before.length + length];
        System.arraycopy(before, 0, after, 0, place);
        System.arraycopy(random(~seed, length), 0, after, place, length);
        System.arraycopy(before, place, after, place + length, before.length - place);

        List<Integer> oldCuts = cuts(chunker, before);
        Set<Integer> newCuts = new HashSet<>(cuts(chunker, after));

        assertThat(newCuts)
                .containsAll(oldCuts.stream().filter(cut -> cut <= place).toList());
        List<Integer> behind = oldCuts.stream().filter(cut -> cut > place).toList();
        long moved =
                behind.stream().filter(cut -> !newCuts.contains(cut + length)).count();
        // Two sequences of cuts meet again within a few chunks; 30 of about 100 would be far out.
        assertThat(moved).isLessThan(30);
        for (int i = 1; i < behind.size(); i++) {
            if (newCuts.contains(behind.get(i - 1) + length)) {
                assertThat(newCuts).contains(behind.get(i) + length);
            }
        }
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void anotherSecretCutsElsewhere(@ForAll long seed) {
        byte[] content = random(seed, 200_000);

        Set<Integer> common = new HashSet<>(cuts(chunker, content));
        common.retainAll(cuts(new FastCdc(table(2), SIZES), content));

        assertThat(common).hasSizeLessThan(20);
    }

    @Property(tries = 5, edgeCases = EdgeCasesMode.NONE)
    void theMeanChunkOfRandomDataIsTheAverage(@ForAll long seed) {
        byte[] content = random(seed, 8 << 20);

        double mean = content.length / (double) cuts(chunker, content).size();

        assertThat(mean).isCloseTo(SIZES.averageBytes(), within(0.10 * SIZES.averageBytes()));
    }

    @Example
    void aRunOfEqualBytesIsCutIntoEqualChunks() {
        List<Integer> cuts = cuts(chunker, new byte[1 << 20]);

        assertThat(cuts.get(1) - cuts.get(0)).isEqualTo(cuts.get(0));
    }

    @Example
    void aFileUpToTheMinimumIsOneChunkAndAnEmptyOneNone() {
        byte[] content = random(1, SIZES.minBytes());

        assertThat(chunker.next(content, 0, content.length, true)).isEqualTo(content.length);
        assertThat(chunker.next(content, 0, content.length, false)).isEqualTo(-1);
        assertThat(chunker.next(content, 5, 5, true)).isEqualTo(-1);
    }

    @Provide
    Arbitrary<ChunkSizes> sizes() {
        return Combinators.combine(
                        Arbitraries.integers().between(8, 12),
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.integers().between(1, 300))
                .as((bits, min, max) -> {
                    int average = 1 << bits;
                    return new ChunkSizes(
                            64 + (average / 2 - 64) * min / 100, average, average + Math.max(1, average * max / 100));
                });
    }

    /** Random bytes, few different bytes, and repetitions, so that all of a chunk's possible ends occur. */
    @Provide
    Arbitrary<byte[]> content() {
        return Combinators.combine(
                        Arbitraries.longs(), Arbitraries.integers().between(0, 60_000), Arbitraries.of(1, 2, 7, 256))
                .as((seed, length, alphabet) -> {
                    byte[] content = random(seed, length);
                    for (int i = 0; i < content.length; i++) {
                        content[i] = (byte) ((content[i] & 0xff) % alphabet);
                    }
                    return content;
                });
    }

    private static List<Integer> cutsByDefinition(GearTable gear, ChunkSizes sizes, byte[] content) {
        int averageBits = Integer.numberOfTrailingZeros(sizes.averageBytes());
        List<Integer> cuts = new ArrayList<>();
        int start = 0;
        for (int place = 1; place <= content.length; place++) {
            int length = place - start;
            boolean boundary = length == sizes.maxBytes() || place == content.length;
            if (!boundary && length > sizes.minBytes()) {
                long hash = 0;
                for (int age = 0; age < 64; age++) {
                    hash += gear.numbers()[content[place - 1 - age] & 0xff] << age;
                }
                int bits = length <= sizes.averageBytes() - sizes.minBytes() / 2 ? averageBits + 2 : averageBits - 2;
                boundary = hash >>> (64 - bits) == 0;
            }
            if (boundary) {
                cuts.add(place);
                start = place;
            }
        }
        return cuts;
    }

    private static List<Integer> cuts(FastCdc chunker, byte[] content) {
        List<Integer> cuts = new ArrayList<>();
        for (int cut = 0; cut < content.length; ) {
            cut = chunker.next(content, cut, content.length, true);
            cuts.add(cut);
        }
        return cuts;
    }

    /** Reads pieces of random length into a small array, as a file reader does. */
    private static List<Integer> cutsThroughWindow(FastCdc chunker, byte[] content, Random random) {
        byte[] window = new byte[SIZES.maxBytes() + random.nextInt(3_000)];
        List<Integer> cuts = new ArrayList<>();
        int read = 0;
        int start = 0;
        int end = 0;
        while (true) {
            int cut = chunker.next(window, start, end, read == content.length);
            if (cut >= 0) {
                start = cut;
                cuts.add(read - end + cut);
            } else if (read == content.length) {
                return cuts;
            } else {
                if (end == window.length) {
                    System.arraycopy(window, start, window, 0, end - start);
                    end -= start;
                    start = 0;
                }
                int piece = Math.min(1 + random.nextInt(window.length - end), content.length - read);
                System.arraycopy(content, read, window, end, piece);
                read += piece;
                end += piece;
            }
        }
    }

    private static GearTable table(int fill) {
        byte[] secret = new byte[GearTable.SECRET_BYTES];
        Arrays.fill(secret, (byte) fill);
        return GearTable.of(secret);
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
