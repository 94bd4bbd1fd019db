package dev.holdfast.core.posix;

import java.io.IOException;

/** Tells where an open file holds data and where holes. Not thread-safe. */
public interface HoleFinder extends AutoCloseable {

    /** Sees no holes at all. */
    HoleFinder NONE = new HoleFinder() {
        @Override
        public long nextData(long position) {
            return position;
        }

        @Override
        public long nextHole(long position) {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {}
    };

    /** The first place at or behind the position that holds data; {@link Long#MAX_VALUE} if only a hole follows. */
    long nextData(long position) throws IOException;

    /** The first place at or behind the position that is in a hole; {@link Long#MAX_VALUE} if only data follow. */
    long nextHole(long position) throws IOException;

    @Override
    void close();
}
