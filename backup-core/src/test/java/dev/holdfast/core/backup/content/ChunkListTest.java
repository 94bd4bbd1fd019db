package dev.holdfast.core.backup.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.catalog.entry.ContentItem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkListTest {

    private static final String RUN = "20261123T081500Z-0123456789ab";

    private final ChunkList list = new ChunkList();

    private void fill(int items) {
        for (int i = 0; i < items; i++) {
            if (i % 100 == 99) {
                list.addHole(i);
            } else {
                list.addFound(hash(i), writer(i), i, i + 1, i + 2);
            }
        }
    }

    private static byte[] hash(int i) {
        return ByteBuffer.allocate(32).putInt(28, i).array();
    }

    private static String writer(int i) {
        return "20261123T08150" + i % 3 + "Z-0123456789ab";
    }

    private List<ContentItem> items() {
        List<ContentItem> items = new ArrayList<>();
        list.forEach(RUN, new BlockSlots(), items::add);
        return items;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 65_536, 65_537, 140_000})
    void itemsComeBackInOrder(int count) {
        fill(count);

        List<ContentItem> items = items();
        assertThat(items).hasSize(count);
        for (int i = 0; i < count; i++) {
            ContentItem item = items.get(i);
            assertThat(item.isHole()).isEqualTo(i % 100 == 99);
            if (item.isHole()) {
                assertThat(item.lengthBytes()).isEqualTo(i);
            } else {
                assertThat(item.chunk().sha256()).isEqualTo(hash(i));
                assertThat(item.chunk().toString())
                        .isEqualTo("chunk of " + (i + 2) + " bytes at " + (i + 1) + " in block " + writer(i) + "/" + i);
            }
        }
    }

    @Test
    void aListThatWasLongIsUsedAgain() {
        fill(70_000);
        list.clear();
        fill(3);
        assertThat(items()).hasSize(3);
        list.clear();
        fill(66_000);
        assertThat(items()).hasSize(66_000);
    }
}
