package dev.holdfast.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NameListTest {

    @Property(tries = 200)
    void namesComeByUnsignedBytes(@ForAll List<byte[]> names) {
        NameList list = new NameList();
        names.forEach(list::add);
        list.sort();

        List<byte[]> sorted = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            sorted.add(list.get(i));
        }
        List<byte[]> expected = new ArrayList<>(names);
        expected.sort(Arrays::compareUnsigned);
        assertThat(sorted.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }
}
