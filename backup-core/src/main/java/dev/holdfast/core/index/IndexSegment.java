package dev.holdfast.core.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of earlier runs of the chain, ascending by hash.
 *
 * @param writers the runs that the records' writer numbers mean
 * @param blockBytes no block's content is longer
 */
record IndexSegment(List<String> writers, RecordSource records, int blockBytes) {

    IndexSegment {
        writers = List.copyOf(writers);
    }

    /** The run whose block a record names; null where it names no run, or no place that a block can have. */
    @Nullable
    String writer(byte[] from, int at) {
        int number = IndexRecord.writer(from, at);
        boolean isWhole = number >= 0
                && number < writers.size()
                && IndexRecord.block(from, at) >= 0
                && IndexRecord.offset(from, at) >= 0
                && IndexRecord.length(from, at) > 0
                && IndexRecord.length(from, at) <= blockBytes - IndexRecord.offset(from, at);
        return isWhole ? writers.get(number) : null;
    }
}
