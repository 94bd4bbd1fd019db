package dev.holdfast.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.catalog.entry.Attributes;
import dev.holdfast.core.catalog.entry.AttributesCodec;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.ContentWriter;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.entry.EntryCodec;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {

    @Property(tries = 250)
    void anyEntryComesBackAsItWas(@ForAll("entries") Entry entry) {
        byte[] line = write(entry);
        assertThat(line).endsWith('\n').doesNotContain(0x0d);
        Entries.assertEqual(read(line), entry);
    }

    @Provide
    Arbitrary<Entry> entries() {
        return Entries.any();
    }

    @Test
    void theLongestEntryIsALineThatAReaderAccepts() {
        EntryPath path = EntryPath.ROOT;
        byte[] name = new byte[250];
        Arrays.fill(name, (byte) 0xff);
        for (int i = 0; i < 16; i++) {
            path = path.resolve(name);
        }
        MemoryCatalog catalog = new MemoryCatalog();
        List<ContentItem> items = new ArrayList<>();
        while (content(items, catalog).pages() == null) {
            items.add(ContentItem.chunk(Entries.chunk(items.size())));
        }
        items.remove(items.size() - 1);
        List<Attributes.Attribute> attributes = new ArrayList<>();
        for (int bytes = 100; stored(attributes(bytes), catalog).page() == null; bytes += 100) {
            attributes = attributes(bytes);
        }
        Entry entry = Entry.builder(path, EntryType.FILE)
                .sizeBytes(1L << 50)
                .mode(07777)
                .owner(0xffff_fffeL, "x".repeat(32), 0xffff_fffeL, "x".repeat(32))
                .modified(Instant.parse("2026-01-01T00:00:00.123456789Z"))
                .changed(Instant.parse("2026-01-01T00:00:00.123456789Z"))
                .inode("18446744073709551615", 1_000)
                .content(Content.of(items))
                .attributes(Attributes.of(attributes))
                .racy(true)
                .build();
        byte[] line = write(entry);
        assertThat(line.length).isLessThanOrEqualTo(JsonReader.MAX_LINE_BYTES);
        Entries.assertEqual(read(line), entry);
    }

    private static Content content(List<ContentItem> items, PageSink sink) {
        ContentWriter writer = new ContentWriter(sink);
        items.forEach(writer::add);
        return writer.finish();
    }

    private static List<Attributes.Attribute> attributes(int bytes) {
        return List.of(new Attributes.Attribute("user.x".getBytes(StandardCharsets.US_ASCII), new byte[bytes]));
    }

    private static Attributes stored(List<Attributes.Attribute> list, PageSink sink) {
        return Objects.requireNonNull(AttributesCodec.write(list, sink, 256 << 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"file\"}",
                "{\"path\":\"a\"}",
                "{\"path\":\"a\",\"type\":\"door\"}",
                "{\"path\":\"../a\",\"type\":\"file\"}",
                "{\"path\":\"/a\",\"type\":\"file\"}",
                "{\"path\":\"a//b\",\"type\":\"file\"}",
                "{\"path\":\"a/./b\",\"type\":\"file\"}",
                "{\"path\":\"a\",\"path64\":\"YQ==\",\"type\":\"file\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"mode\":\"9999\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"mode\":\"\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"mode\":\"00644\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"size\":-1}",
                "{\"path\":\"a\",\"type\":\"file\",\"mtime\":\"1.5\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"kept\":\"yesterday\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"link\":\"/etc/passwd\"}",
                "{\"path\":\"a\",\"type\":\"symlink\"}",
                "{\"path\":\"a\",\"type\":\"symlink\",\"target64\":\"YQBi\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"attributes\":[{\"name64\":\"dXNlci5hAGI=\",\"value64\":\"\"}]}",
                "{\"path\":\"a\",\"type\":\"character\"}",
                "{\"path\":\"a\",\"type\":\"block\"}",
                "{\"path\":\"a\",\"type\":\"block\",\"device\":\"8\"}",
                "{\"path\":\"a\",\"type\":\"block\",\"device\":\"8:-1:x\"}",
                "{\"path\":\"a\",\"type\":\"file\",\"content\":[{}]}",
                "{\"path\":\"a\",\"type\":\"file\",\"content\":[{\"hole\":-5}]}",
                "{\"path\":\"a\",\"type\":\"file\",\"content\":[{\"hole\":0}]}",
                "{\"path\":\"a\",\"type\":\"file\",\"contentPages\":{\"levels\":9,\"pages\":[]}}",
                "{\"path\":\"a\",\"type\":\"file\",\"attributes\":[{\"name\":\"user.a\"}]}",
            })
    void whatIsNoEntryIsRefused(String line) {
        assertThatThrownBy(() -> read((line + "\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("the listing");
    }

    @Test
    void attributesComeBackFromTheEntryAndFromAPage() {
        MemoryCatalog catalog = new MemoryCatalog();
        for (int bytes : new int[] {0, 1, 1_000, 1_500, 5_000, 60_000}) {
            List<Attributes.Attribute> list = attributes(bytes);
            Attributes kept = stored(list, catalog);
            assertThat(kept.page() == null).isEqualTo(bytes <= 1_500);
            assertThat(AttributesCodec.read(kept, catalog.blocks()))
                    .usingRecursiveComparison()
                    .isEqualTo(list);
        }
    }

    @Test
    void attributesThatFitNoPageAreNotStored() {
        MemoryCatalog catalog = new MemoryCatalog();
        List<Attributes.Attribute> list = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            list.addAll(attributes(60_000));
        }
        assertThat(AttributesCodec.write(list, catalog, 256 << 10)).isNull();
        assertThat(AttributesCodec.write(list.subList(0, 3), catalog, 256 << 10))
                .isNotNull();
    }

    private static byte[] write(Entry entry) {
        ByteSink bytes = new ByteSink(1024);
        JsonWriter json = new JsonWriter(bytes);
        EntryCodec.write(json, entry);
        json.endLine();
        return bytes.toByteArray();
    }

    private static Entry read(byte[] line) {
        JsonReader json = JsonReader.lines(line, 0, line.length, "the listing");
        assertThat(json.nextLine()).isTrue();
        Entry entry = EntryCodec.read(json);
        assertThat(json.nextLine()).isFalse();
        return entry;
    }
}
