package dev.holdfast.core.fetch;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.repository.BlockPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Blocks of a volume that are read together: next to each other, or with a short stretch between them. Those that share
 * a buffer are a <em>piece</em>; pieces that follow each other are a <em>run</em>, which is one request.
 */
public final class NearBlocks {

    /**
     * With the array's header no more than 4 MiB: one byte beyond, and the garbage collector gives it twice as much.
     */
    static final int PIECE_BYTES = (4 << 20) - 64;

    /** A volume of the usual size. */
    private static final int RUN_BYTES = 32 << 20;

    private static final int GAP_BYTES = 256 << 10;

    private NearBlocks() {}

    /**
     * What one buffer takes.
     *
     * @param blocks ascend by their offsets
     * @param offset of the first one in the volume
     * @param end of the last one
     */
    public record Piece<T>(List<T> blocks, long offset, long end) {

        int lengthBytes() {
            return Math.toIntExact(end - offset);
        }
    }

    /**
     * What one request gets.
     *
     * @param pieces ascend by their offsets
     */
    public record Run<T>(ObjectKey volume, List<Piece<T>> pieces) {

        long offset() {
            return pieces.get(0).offset();
        }

        private long end() {
            return pieces.get(pieces.size() - 1).end();
        }

        public long lengthBytes() {
            return end() - offset();
        }
    }

    /**
     * Puts blocks together.
     *
     * @param blocks in any order
     * @return runs by volume and offset
     */
    public static <T> List<Run<T>> group(Collection<? extends T> blocks, Function<? super T, BlockPlace> placeOf) {
        List<T> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparing((T block) -> placeOf.apply(block).volume())
                .thenComparingLong(block -> placeOf.apply(block).offset()));
        List<Run<T>> runs = new ArrayList<>();
        List<Piece<T>> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            BlockPlace first = placeOf.apply(sorted.get(start));
            BlockPlace last = placeOf.apply(sorted.get(i - 1));
            BlockPlace next = i == sorted.size() ? null : placeOf.apply(sorted.get(i));
            boolean near =
                    next != null && next.volume().equals(last.volume()) && next.offset() - last.end() <= GAP_BYTES;
            if (next != null && near && next.end() - first.offset() <= PIECE_BYTES) {
                continue;
            }
            pieces.add(new Piece<>(List.copyOf(sorted.subList(start, i)), first.offset(), last.end()));
            start = i;
            if (next == null || !near || next.end() - pieces.get(0).offset() > RUN_BYTES) {
                runs.add(new Run<>(first.volume(), List.copyOf(pieces)));
                pieces.clear();
            }
        }
        return runs;
    }
}
