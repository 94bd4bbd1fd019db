package dev.holdfast.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.work.MemoryAccount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SortedRunTest {

    @Property(tries = 150)
    void findsEveryRecordAndNoOtherWhateverMemoryThereIs(
            @ForAll @IntRange(max = 3_000) int count,
            @ForAll @LongRange(max = 30_000) long budgetBytes,
            @ForAll @IntRange(min = 1, max = 2_100) int mostARead,
            @ForAll @IntRange(min = 1, max = 3_000) int families) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(Records.record(Records.hash(i % families, i), i, i + 1, i + 2, i + 3));
        }
        MemoryAccount memory = new MemoryAccount(budgetBytes);
        try (SortedRun run = new SortedRun(Records.source(records, mostARead), memory)) {
            byte[] scratch = SortedRun.scratch();
            for (int i = 0; i < count; i++) {
                assertThat(run.find(Records.hash(i % families, i), scratch)).isTrue();
                assertThat(Arrays.copyOf(scratch, IndexRecord.BYTES)).isEqualTo(records.get(i));
                assertThat(run.find(Records.hash(i % families, count + i), scratch))
                        .isFalse();
            }
            assertThat(run.find(new byte[32], scratch)).isFalse();
            assertThat(run.find(Records.hash(families + 1, 0), scratch)).isFalse();
        }
        assertThat(memory.peakBytes()).isLessThanOrEqualTo(budgetBytes);
        assertThat(memory.tryTake(budgetBytes / 1024 * 1024)).isTrue();
    }

    @Test
    @Timeout(60)
    void withoutAnyMemoryASearchStillReadsLittle() {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            records.add(Records.record(Records.hash(i, 0), 1, i, 0, 1));
        }
        AtomicLong read = new AtomicLong();
        RecordSource source = Records.source(records, 1 << 20);
        RecordSource counting = new RecordSource() {
            @Override
            public long count() {
                return source.count();
            }

            @Override
            public int read(long first, int count, byte[] target) {
                read.addAndGet(count);
                return source.read(first, count, target);
            }
        };
        try (SortedRun run = new SortedRun(counting, new MemoryAccount(1024))) {
            read.set(0);
            assertThat(run.find(Records.hash(12_345, 0), SortedRun.scratch())).isTrue();
            assertThat(read.get()).isLessThan(80);
        }
    }
}
