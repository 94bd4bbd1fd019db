package dev.holdfast.core.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClearListTest {

    record Item(String name, long value) {}

    static final ItemCodec<Item> CODEC = new ItemCodec<>() {
        @Override
        public String name(Item item) {
            return item.name();
        }

        @Override
        public void write(JsonWriter json, Item item) {
            json.string("name", item.name());
            json.number("value", item.value());
        }

        @Override
        public Item read(JsonReader json) {
            String name = null;
            long value = 0;
            for (String m = json.nextMember(); m != null; m = json.nextMember()) {
                switch (m) {
                    case "name" -> name = json.text();
                    case "value" -> value = json.number();
                    default -> json.skip();
                }
            }
            return new Item(json.required(name, "name"), value);
        }
    };

    private final MemoryPages pages = new MemoryPages();
    private final ListReader<Item> reader = new ListReader<>(CODEC, pages);
    private final ListEdit<Item> edit = new ListEdit<>(CODEC, pages);

    @Property(tries = 60)
    void itemsComeBackFromAnyName(@ForAll @IntRange(max = 30_000) int count, @ForAll @IntRange(max = 70_000) int from) {
        ClearList<Item> list = throughJson(write(items(0, count)));
        assertThat(list.count()).isEqualTo(count);
        assertThat(list.pages().isEmpty()).isEqualTo(count <= 128);
        pages.resetCounts();
        Iterator<Item> all = reader.from(list, name(from));
        assertThat(pages.reads).isLessThanOrEqualTo(4);
        int expected = (from + 1) / 2;
        while (all.hasNext()) {
            assertThat(all.next()).isEqualTo(item(expected++));
        }
        assertThat(expected).isEqualTo(Math.max(count, (from + 1) / 2));
    }

    @Property(tries = 60)
    void oneItemIsFoundWithoutReadingTheRest(
            @ForAll @IntRange(max = 20_000) int count, @ForAll @IntRange(max = 45_000) int wanted) {
        ClearList<Item> list = write(items(0, count));
        pages.resetCounts();
        assertThat(reader.find(list, name(wanted)))
                .isEqualTo(wanted % 2 == 0 && wanted / 2 < count ? Optional.of(item(wanted / 2)) : Optional.empty());
        assertThat(reader.last(list, name(wanted)))
                .isEqualTo(count == 0 ? Optional.empty() : Optional.of(item(Math.min(wanted / 2, count - 1))));
        assertThat(pages.reads).isLessThanOrEqualTo(6);
    }

    @Test
    void anUnchangedStretchKeepsItsPages() {
        List<Item> items = items(0, 10_000);
        write(items);
        for (int changed : new int[] {0, 1, 5_000, 9_999}) {
            List<Item> other = new ArrayList<>(items);
            other.set(changed, new Item(items.get(changed).name(), 77));
            pages.resetCounts();
            write(other);
            assertThat(pages.newPages).isLessThanOrEqualTo(3);
            other.remove(changed);
            pages.resetCounts();
            write(other);
            assertThat(pages.newPages).isLessThanOrEqualTo(6);
        }
    }

    @Property(tries = 200)
    void anEditGivesWhatWritingAnewGives(@ForAll @IntRange(max = 2_000) int count, @ForAll Random random) {
        TreeMap<String, Item> items = new TreeMap<>();
        items(0, count).forEach(item -> items.put(item.name(), item));
        ClearList<Item> list = write(List.copyOf(items.values()));
        SortedMap<String, Optional<Item>> changes = new TreeMap<>();
        for (int i = random.nextInt(1 + random.nextInt(300)); i > 0; i--) {
            String name = name(random.nextInt(2 * count + 50));
            changes.put(name, random.nextBoolean() ? Optional.of(new Item(name, i)) : Optional.empty());
        }
        ClearList<Item> edited = edit.apply(list, changes);
        changes.forEach((name, item) -> {
            items.remove(name);
            item.ifPresent(each -> items.put(name, each));
        });
        assertThat(all(edited)).isEqualTo(List.copyOf(items.values()));
        if (items.size() > 256 || count <= 128) {
            assertThat(edited).isEqualTo(write(List.copyOf(items.values())));
        }
    }

    @Test
    void aListThatBecomesShortHasNoPages() {
        SortedMap<String, Optional<Item>> removals = new TreeMap<>();
        items(100, 1_000).forEach(item -> removals.put(item.name(), Optional.empty()));
        assertThat(edit.apply(write(items(0, 1_000)), removals)).isEqualTo(write(items(0, 100)));
    }

    @Test
    void anEditOfALongListTouchesFewPages() {
        ClearList<Item> list = write(items(0, 100_000));
        assertThat(list.pages()).anyMatch(page -> page.level() > 0);
        pages.resetCounts();
        list = edit.put(list, new Item(name(300_000), 1));
        assertThat(pages.reads).isZero();
        list = edit.put(list, new Item(name(100_000), 5));
        assertThat(pages.reads).isLessThanOrEqualTo(6);
        assertThat(pages.newPages).isLessThanOrEqualTo(6);
        list = edit.remove(list, name(100_000));
        assertThat(list.count()).isEqualTo(100_000);
        assertThat(reader.find(list, name(100_000))).isEmpty();
        assertThat(reader.find(list, name(100_002))).isPresent();
    }

    @Property(tries = 20)
    void appendingOneByOneGivesTheSameList(@ForAll @IntRange(min = 1, max = 3_000) int count) {
        ClearList<Item> list = ClearList.empty();
        for (Item item : items(0, count)) {
            list = edit.put(list, item);
        }
        assertThat(list).isEqualTo(write(items(0, count)));
    }

    @Test
    void aPageThatDoesNotFitItsReferenceIsRefused() {
        ClearList<Item> list = write(items(0, 1_000));
        ListPage second = list.pages().get(1);
        for (ListPage wrong : List.of(
                new ListPage("a", second.sha256(), second.sizeBytes(), second.count(), 0),
                new ListPage(second.first(), second.sha256(), second.sizeBytes(), second.count() + 1, 0),
                new ListPage(second.first(), second.sha256(), second.sizeBytes(), second.count(), 1))) {
            ClearList<Item> hostile = new ClearList<>(List.of(), List.of(wrong));
            assertThatThrownBy(() -> all(hostile))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining(second.sha256());
        }
        byte[] above = "{\"first\":\"%s\",\"sha256\":\"%s\",\"size\":%d,\"count\":%d,\"level\":0}\n"
                .formatted(second.first(), second.sha256(), second.sizeBytes(), second.count())
                .getBytes(StandardCharsets.UTF_8);
        pages.write("above", above);
        ListPage leavingALevelOut = new ListPage(second.first(), "above", above.length, second.count(), 2);
        assertThatThrownBy(() -> all(new ClearList<>(List.of(), List.of(leavingALevelOut))))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("level");
        // An item that reaches into the range of the next page.
        byte[] grown = "{\"name\":\"00000000\"}\n{\"name\":\"zzz\"}\n".getBytes(StandardCharsets.UTF_8);
        pages.write("g", grown);
        ClearList<Item> overlapping =
                new ClearList<>(list.items(), List.of(new ListPage("00000000", "g", grown.length, 2, 0), second));
        assertThatThrownBy(() -> all(overlapping)).isInstanceOf(IntegrityException.class);
    }

    @Test
    void itemsOutOfOrderAreRefused() {
        for (String json : List.of(
                "{\"l\":{\"items\":[{\"name\":\"b\"},{\"name\":\"a\"}]}}",
                "{\"l\":{\"items\":[{\"name\":\"a\"},{\"name\":\"a\"}]}}",
                "{\"l\":{\"items\":[{\"name\":\"é\"}]}}",
                "{\"l\":{\"items\":[{\"name\":\"\"}]}}",
                "{\"l\":{\"items\":[{\"name\":\"a\"}],\"pages\":[{\"first\":\"a\",\"sha256\":\"" + "ab".repeat(32)
                        + "\",\"size\":1,\"count\":1,\"level\":0}]}}")) {
            assertThatThrownBy(() -> fromJson(json)).isInstanceOf(IntegrityException.class);
        }
        ListWriter<Item> writer = new ListWriter<>(CODEC, pages);
        writer.add(new Item("b", 1));
        assertThatThrownBy(() -> writer.add(new Item("a", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        edit.apply(ClearList.empty(), new TreeMap<>(Map.of("x", Optional.of(new Item("a", 1))))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Item> all(ClearList<Item> list) {
        List<Item> items = new ArrayList<>();
        reader.all(list).forEachRemaining(items::add);
        return items;
    }

    private ClearList<Item> write(List<Item> items) {
        ListWriter<Item> writer = new ListWriter<>(CODEC, pages);
        items.forEach(writer::add);
        return writer.finish();
    }

    private static ClearList<Item> throughJson(ClearList<Item> list) {
        ByteSink sink = new ByteSink();
        JsonWriter json = new JsonWriter(sink);
        json.beginObject();
        list.write(json, "l", CODEC);
        json.end();
        json.finish();
        return fromJson(new String(sink.toByteArray(), StandardCharsets.UTF_8));
    }

    private static ClearList<Item> fromJson(String text) {
        JsonReader json = JsonReader.object(text.getBytes(StandardCharsets.UTF_8), "the record");
        ClearList<Item> list = ClearList.empty();
        for (String m = json.nextMember(); m != null; m = json.nextMember()) {
            list = ClearList.read(json, CODEC);
        }
        return list;
    }

    private static List<Item> items(int from, int to) {
        List<Item> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            items.add(item(i));
        }
        return items;
    }

    private static Item item(int i) {
        return new Item(name(2 * i), i);
    }

    private static String name(int i) {
        return Integer.toString(100_000_000 + i).substring(1);
    }
}
