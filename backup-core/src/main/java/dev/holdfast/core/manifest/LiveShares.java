package dev.holdfast.core.manifest;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.store.Layout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of each block a snapshot needs, for the choice between referring to a stored chunk and storing it again.
 * Holds one byte a block. Thread-safe; immutable.
 */
public final class LiveShares {

    /** By writer, as the next. */
    private final Map<String, byte[]> data = new HashMap<>();

    private final Map<String, byte[]> catalog = new HashMap<>();

    /**
     * @param needed a needed-set, which is read to its end
     * @param sparse blocks of content, {@code <writer>/<number>}, that count as hardly needed
     * @param lost numbers of blocks that count as not needed, by stream
     */
    public LiveShares(Iterator<NeededVolume> needed, List<String> sparse, Map<String, BitSet> lost) {
        Map<String, byte[]> streams = new HashMap<>();
        while (needed.hasNext()) {
            NeededVolume volume = needed.next();
            int end = volume.endBlock();
            byte[] shares = streams.computeIfAbsent(volume.stream(), stream -> new byte[64]);
            if (shares.length < end) {
                shares = Arrays.copyOf(shares, (int) Math.min(Integer.MAX_VALUE - 8L, end * 2L));
                streams.put(volume.stream(), shares);
            }
            for (int i = 0; i < volume.blockCount(); i++) {
                int bits = Integer.bitCount(volume.liveMask(i));
                shares[volume.firstBlock() + i] = (byte) (bits == 0 ? 0 : Math.max(1, 100 * bits / volume.filled(i)));
            }
        }
        sparse.forEach(block -> thin(streams, block));
        lost.forEach((stream, blocks) -> {
            byte[] shares = streams.getOrDefault(stream, new byte[0]);
            blocks.stream().filter(block -> block < shares.length).forEach(block -> shares[block] = 0);
        });
        streams.forEach((stream, shares) ->
                (Layout.purpose(stream) == Purpose.DATA ? data : catalog).put(Layout.writer(stream), shares));
    }

    private static void thin(Map<String, byte[]> streams, String block) {
        int slash = block.indexOf('/');
        byte[] shares = streams.get(Layout.stream(Purpose.DATA, block.substring(0, Math.max(0, slash))));
        String digits = block.substring(slash + 1);
        if (shares == null || !digits.matches("[0-9]{1,9}")) {
            return;
        }
        int number = Integer.parseInt(digits);
        if (number < shares.length) {
            shares[number] = (byte) Math.min(1, shares[number]);
        }
    }

    /**
     * The needed part of a block of content in percent, rounded down but for the first; 0 where the block is not
     * needed.
     */
    public int dataPercent(String writer, int block) {
        return percent(data.get(writer), block);
    }

    /** The same of a block of the catalog. */
    public int catalogPercent(String writer, int block) {
        return percent(catalog.get(writer), block);
    }

    private static int percent(byte @Nullable [] shares, int block) {
        return shares == null || block >= shares.length ? 0 : shares[block];
    }
}
