package dev.holdfast.examples.command.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallHeapTest {
    private static final long MIB = 1L << 20;

    private final Heap heap = new Heap();
    private final SmallHeap small =
            new SmallHeap(() -> heap.aliveBytes + heap.garbageBytes, heap::collect, heap::keepSize);

    @Test
    void collectsNothingWhileLittleLiesThere() {
        heap.garbageBytes = SmallHeap.FLOOR_BYTES;
        small.look();
        assertThat(heap.collections).isZero();
        assertThat(heap.collectionsBeforeItKeptItsSize).isEmpty();
    }

    @Test
    void garbageStaysBelowTheFloorAndWhatOneLookMisses() {
        for (int look = 0; look < 1_000; look++) {
            heap.garbageBytes += 8 * MIB;
            small.look();
            assertThat(heap.garbageBytes).isLessThanOrEqualTo(SmallHeap.FLOOR_BYTES);
        }
        assertThat(heap.collections).isEqualTo(8_000 * MIB / (SmallHeap.FLOOR_BYTES + 8 * MIB));
    }

    @Test
    void muchThatIsAliveIsNotCollectedAgainAndAgain() {
        heap.aliveBytes = 1_000 * MIB;
        small.look();
        assertThat(heap.collections).isEqualTo(1);
        for (int look = 0; look < 50; look++) {
            heap.garbageBytes += 10 * MIB;
            small.look();
        }
        assertThat(heap.collections).isEqualTo(1);
        heap.garbageBytes += 1 * MIB;
        small.look();
        assertThat(heap.collections).isEqualTo(2);
    }

    @Test
    void theSizeIsKeptFromBeforeTheFirstCollection() {
        for (int look = 0; look < 3; look++) {
            heap.garbageBytes = 2 * SmallHeap.FLOOR_BYTES;
            small.look();
        }
        assertThat(heap.collectionsBeforeItKeptItsSize).containsExactly(0);
    }

    private static final class Heap {
        private long aliveBytes;
        private long garbageBytes;
        private int collections;
        private final List<Integer> collectionsBeforeItKeptItsSize = new ArrayList<>();

        private void collect() {
            garbageBytes = 0;
            collections++;
        }

        private void keepSize() {
            collectionsBeforeItKeptItsSize.add(collections);
        }
    }
}
