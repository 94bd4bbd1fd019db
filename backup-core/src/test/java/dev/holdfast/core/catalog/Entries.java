package dev.holdfast.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.catalog.entry.Attributes;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Entries for tests. */
public final class Entries {

    private Entries() {}

    /** A name of any bytes that a file system accepts. */
    static Arbitrary<byte[]> names() {
        Arbitrary<byte[]> any = Arbitraries.bytes()
                .filter(b -> b != 0 && b != '/')
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(60);
        Arbitrary<byte[]> hostile = Arbitraries.of(
                        "...",
                        " ",
                        "\n",
                        "\"",
                        "\\",
                        "-rf",
                        "*",
                        "é",
                        "e\u0301",
                        "\ud83d\ude00",
                        "a\tb",
                        "\u007f",
                        "{}",
                        "nul\u0001",
                        "]]>",
                        "~",
                        "a".repeat(255))
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(any, hostile, hostile)
                .filter(name -> !(name.length == 1 && name[0] == '.')
                        && !(name.length == 2 && name[0] == '.' && name[1] == '.'));
    }

    static Arbitrary<EntryPath> paths() {
        return names().list().ofMaxSize(5).map(names -> {
            EntryPath path = EntryPath.ROOT;
            for (byte[] name : names) {
                path = path.resolve(name);
            }
            return path;
        });
    }

    static ChunkRef chunk(long number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return new ChunkRef(
                hash,
                "20260101T000000Z-00000000000" + random.nextInt(10),
                random.nextInt(1 << 20),
                random.nextInt(1 << 20),
                1 + random.nextInt(1 << 20));
    }

    private static Arbitrary<ContentItem> items() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(number -> ContentItem.chunk(chunk(number))),
                Arbitraries.longs().between(1, 1L << 44).map(ContentItem::hole));
    }

    private static Arbitrary<Content> contents() {
        return Arbitraries.oneOf(
                items().list().ofMaxSize(64).map(Content::of),
                Arbitraries.longs()
                        .map(n -> Content.of(new PageTree(
                                (int) (n & 7),
                                List.of(
                                        new PageRef(chunk(n), n >>> 12, null, (n >>> 12) + 1),
                                        new PageRef(chunk(n + 1), 1, null, 5))))));
    }

    private static Arbitrary<Attributes> attributes() {
        Arbitrary<Attributes.Attribute> one = Combinators.combine(
                        names(), Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
                .as(Attributes.Attribute::new);
        return Arbitraries.oneOf(
                one.list().ofMaxSize(4).map(Attributes::of),
                Arbitraries.longs().map(number -> Attributes.of(chunk(number))));
    }

    private static Arbitrary<Instant> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    /** Any entry that a listing may have. */
    public static Arbitrary<Entry> any() {
        Arbitrary<Entry.Builder> base = Combinators.combine(
                        paths(),
                        Arbitraries.of(EntryType.values()),
                        Arbitraries.integers().between(-1, 07777),
                        Arbitraries.longs().between(-1, 0xffff_ffffL),
                        Arbitraries.strings().ofMaxLength(12).injectNull(0.3),
                        times(),
                        times().injectNull(0.3),
                        Arbitraries.longs().injectNull(0.3))
                .as((path, type, mode, owner, name, modified, changed, inode) -> Entry.builder(path, type)
                        .mode(mode)
                        .owner(owner, name, owner, name)
                        .modified(modified)
                        .changed(changed)
                        .inode(
                                inode == null ? null : Long.toUnsignedString(inode),
                                inode == null ? 0 : inode.hashCode() >>> 1));
        return Combinators.combine(
                        base,
                        Arbitraries.longs().between(0, 1L << 60),
                        contents(),
                        attributes(),
                        names().injectNull(0.5),
                        paths().injectNull(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 1 << 20))
                .as((entry, size, content, attributes, target, link, flag, device) -> {
                    EntryType type = entry.build().type();
                    entry.attributes(attributes);
                    if (type == EntryType.SYMLINK) {
                        entry.linkTarget(target == null ? new byte[] {'t'} : target);
                    }
                    entry.racy(flag).failed(!flag);
                    entry.keptFrom(flag ? SnapshotId.of("20261123T081500Z-0123456789ab") : null);
                    if (type == EntryType.FILE) {
                        entry.sizeBytes(size).hardLinkTo(link);
                        entry.content(link == null && flag ? content : Content.EMPTY);
                    }
                    if (type == EntryType.BLOCK_DEVICE || type == EntryType.CHARACTER_DEVICE) {
                        entry.device(device, device / 2);
                    }
                    return entry.build();
                });
    }

    /** A plain file. */
    public static Entry file(String path, long version) {
        return Entry.builder(EntryPath.of(path), EntryType.FILE)
                .sizeBytes(version)
                .mode(0644)
                .owner(1000, "jan", 1000, "jan")
                .modified(Instant.ofEpochSecond(1_700_000_000L + version, 123_456_789))
                .changed(Instant.ofEpochSecond(1_700_000_000L + version, 123_456_789))
                .inode(Long.toString(Math.abs((long) path.hashCode())), 0)
                .content(Content.of(List.of(ContentItem.chunk(chunk(path.hashCode() * 31L + version)))))
                .build();
    }

    /** All entries of a listing. */
    static List<Entry> all(PageTree tree, PageSource source) {
        List<Entry> entries = new ArrayList<>();
        ListingCursor cursor = new ListingCursor(tree, source, EntryPath.ROOT);
        while (cursor.next()) {
            entries.add(cursor.entry());
        }
        return entries;
    }

    static void assertEqual(Entry actual, Entry expected) {
        assertThat(actual).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(expected);
    }
}
