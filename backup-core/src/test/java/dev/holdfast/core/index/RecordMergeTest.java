package dev.holdfast.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordMergeTest {

    @Property(tries = 200)
    void givesEachHashOnceAscendingFromTheFirstSourceThatKeepsIt(
            @ForAll @Size(max = 5) List<@Size(max = 1200) List<@IntRange(max = 2_000) Integer>> sources,
            @ForAll @IntRange(min = 1, max = 600) int mostARead) {
        Map<String, byte[]> expected = new TreeMap<>();
        RecordMerge merge = new RecordMerge();
        for (int s = 0; s < sources.size(); s++) {
            List<byte[]> records = new ArrayList<>();
            for (int number : sources.get(s).stream().distinct().toList()) {
                byte[] record = Records.record(Records.hash(number, 0), s, number, 0, 1);
                records.add(record);
                if (number % 7 != s) {
                    expected.putIfAbsent(hex(record), record);
                }
            }
            int rank = s;
            merge.add(Records.source(records, mostARead), (bytes, at) -> IndexRecord.block(bytes, at) % 7 != rank);
        }
        List<byte[]> merged = new ArrayList<>();
        merge.forEach((bytes, at) -> merged.add(Arrays.copyOfRange(bytes, at, at + IndexRecord.BYTES)));
        assertThat(merged).containsExactlyElementsOf(expected.values());
    }

    private static String hex(byte[] record) {
        return HexFormat.of().formatHex(record, 0, IndexRecord.HASH_BYTES);
    }
}
