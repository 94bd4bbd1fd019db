package dev.holdfast.core.repository;

import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.MovedBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The moves in force of one stream, searched by block. Immutable. */
public final class StreamMoves {

    public static final StreamMoves NONE = new StreamMoves(List.of());

    /** By first block. */
    private final MovedBlocks[] moves;
    /** The greatest block behind any move up to this one. */
    private final int[] ends;

    /** @param ofStream all moves of the stream */
    public StreamMoves(List<MovedBlocks> ofStream) {
        moves = ofStream.toArray(MovedBlocks[]::new);
        Arrays.sort(moves, Comparator.comparingInt(MovedBlocks::first));
        ends = new int[moves.length];
        int end = 0;
        for (int i = 0; i < moves.length; i++) {
            end = Math.max(end, moves[i].first() + moves[i].count());
            ends[i] = end;
        }
    }

    /** Those of a stream in a state; reads only the pages that hold them. */
    public static StreamMoves of(CommittedState state, String stream) {
        if (state.lists().moves().count() == 0) {
            return NONE;
        }
        List<MovedBlocks> found = new ArrayList<>();
        new ListReader<>(MovedBlocks.CODEC, state.pages())
                .startingWith(state.lists().moves(), stream + "/")
                .forEachRemaining(found::add);
        return new StreamMoves(found);
    }

    /** The move that counts for a block: of several the last in the list; null where the block was not moved. */
    public @Nullable MovedBlocks of(int block) {
        int low = 0;
        int high = moves.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (moves[middle].first() <= block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low - 1; i >= 0 && ends[i] > block; i--) {
            if (block - moves[i].first() < moves[i].count()) {
                return moves[i];
            }
        }
        return null;
    }
}
