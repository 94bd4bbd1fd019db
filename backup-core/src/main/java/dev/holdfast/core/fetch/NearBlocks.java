package dev.holdfast.core.fetch;

import dev.holdfast.core.repository.BlockPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Blocks of a volume that are read together: next to each other, or with a short stretch between them. */
public final class NearBlocks {

    /** With the array's header no more than 4 MiB: one byte beyond, and the garbage collector gives it twice as much. */
    static final int RANGE_BYTES = (4 << 20) - 64;

    private static final int GAP_BYTES = 256 << 10;

    private NearBlocks() {}

    /**
     * Puts blocks into groups, each for one read.
     *
     * @param blocks in any order
     * @return groups by volume and offset; the blocks of each ascend
     */
    public static <T> List<List<T>> group(Collection<? extends T> blocks, Function<? super T, BlockPlace> placeOf) {
        List<T> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparing((T block) -> placeOf.apply(block).volume())
                .thenComparingLong(block -> placeOf.apply(block).offset()));
        List<List<T>> groups = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size()
                    || !areNear(
                            placeOf.apply(sorted.get(start)),
                            placeOf.apply(sorted.get(i - 1)),
                            placeOf.apply(sorted.get(i)))) {
                groups.add(List.copyOf(sorted.subList(start, i)));
                start = i;
            }
        }
        return groups;
    }

    private static boolean areNear(BlockPlace first, BlockPlace last, BlockPlace next) {
        return next.volume().equals(last.volume())
                && next.offset() - end(last) <= GAP_BYTES
                && end(next) - first.offset() <= RANGE_BYTES;
    }

    /** The length of the read that a group takes. */
    public static int lengthBytes(BlockPlace first, BlockPlace last) {
        return Math.toIntExact(end(last) - first.offset());
    }

    private static long end(BlockPlace place) {
        return place.offset() + place.sealedBytes();
    }
}
