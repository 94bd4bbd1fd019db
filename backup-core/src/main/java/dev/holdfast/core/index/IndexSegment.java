package dev.holdfast.core.index;

import java.util.List;

/**
 * Records of earlier runs of the chain, ascending by hash.
 *
 * @param writers the runs that the records' writer numbers mean
 */
record IndexSegment(List<String> writers, RecordSource records) {

    IndexSegment {
        writers = List.copyOf(writers);
    }
}
