package dev.holdfast.benchmarks;

import java.util.List;

/**
 * SplitMix64 (Steele, Lea, Flood 2014), written out because the JDK fixes the output of none of its own generators'
 * derived methods from release to release. Not thread-safe.
 */
final class Random64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    Random64(long seed) {
        this.state = mix(seed + GOLDEN_GAMMA);
    }

    /** A stream of its own for each name and number, so that files can be made in any order. */
    Random64(long seed, String name, long number) {
        long hash = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i));
        }
        this.state = mix(hash + number * GOLDEN_GAMMA);
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** From 0 to {@code bound - 1}; the bias is below 2^-32 for the small bounds used here. */
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** From 0 inclusive to 1 exclusive. */
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Standard normal, by Box and Muller. */
    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * Math.PI * unit());
    }

    <T> void shuffle(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            list.set(j, list.set(i, list.get(j)));
        }
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
