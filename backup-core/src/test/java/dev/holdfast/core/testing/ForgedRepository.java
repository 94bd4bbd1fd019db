package dev.holdfast.core.testing;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.bytes.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A repository with one snapshot, written by docs/format.md alone, each part of which can be made another one before
 * what names it by its hash is written. So what is wrong in it is wrong by its meaning only, as a faulty writer would
 * make it.
 */
public final class ForgedRepository {

    public static final String WRITER = "20261101T000000Z-0123456789ab";
    public static final String MANIFEST = "manifests/" + WRITER + "/1";
    public static final String DATA_VOLUME = "data/" + WRITER + "/00000001";
    public static final String INVENTORY = "inventories/" + WRITER + "/1";

    /** What can be forged, in the order in which it is written. */
    public enum Part {
        /** The page of items of the file {@code p}. */
        CONTENT_PAGE,
        /** The page that refers to it. */
        CONTENT_REFERENCES,
        /**
         * The leaf page of the listing: a root with the file {@code a}, its link {@code b}, {@code d/c}, {@code l},
         * {@code p}.
         */
        LISTING,
        /** The page that refers to it. */
        LISTING_REFERENCES,
        /** The page of the index, in hexadecimal digits: the content of {@code a} and the first chunk of {@code p}. */
        INDEX,
        ROOT,
        /** The section about the volume of content. */
        SECTION,
        MANIFEST,
        RECORD
    }

    private static final String REPOSITORY = "ab".repeat(16);
    private static final String TIME = "\"time\":\"1793491200.000000000\"";
    private static final String ATTRIBUTES =
            ",\"mode\":\"0644\",\"uid\":0,\"gid\":0,\"mtime\":\"1793491100.000000000\",\"ctime\":\"1793491100.000000000\"";

    private final Map<Part, String[]> edits = new EnumMap<>(Part.class);
    private final Stream data = new Stream();
    private final Stream catalog = new Stream();

    /** Makes one text of a part another one. */
    public ForgedRepository with(Part part, String expected, String forged) {
        edits.put(part, new String[] {expected, forged});
        return this;
    }

    private String edited(Part part, String text) {
        String[] edit = edits.get(part);
        if (edit == null) {
            return text;
        }
        if (!text.contains(edit[0])) {
            throw new IllegalArgumentException(part + " has no " + edit[0] + ": " + text);
        }
        return text.replace(edit[0], edit[1]);
    }

    /** The one block of a stream, which is a volume of its own. */
    private static final class Stream {

        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
        private int chunks;

        /** @return the members of a reference to the chunk */
        String add(byte[] chunk) {
            String ref = "\"sha256\":\"" + Sha256.hex(chunk) + "\",\"block\":\"" + WRITER + "/0\",\"offset\":"
                    + content.size() + ",\"length\":" + chunk.length;
            content.writeBytes(chunk);
            leb128(lengths, chunk.length);
            chunks++;
            return ref;
        }

        String add(String chunk) {
            return add(chunk.getBytes(StandardCharsets.UTF_8));
        }

        /** In the archive format {@code stored}. */
        byte[] sealed() {
            ByteArrayOutputStream directory = new ByteArrayOutputStream();
            directory.write(1);
            leb128(directory, chunks);
            directory.writeBytes(lengths.toByteArray());
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.writeBytes(new byte[] {0x5c, 0x2a, 0x4d, 0x18, (byte) directory.size(), 0, 0, 0});
            block.writeBytes(directory.toByteArray());
            block.writeBytes(content.toByteArray());
            return block.toByteArray();
        }

        private static void leb128(ByteArrayOutputStream out, int value) {
            int left = value;
            while (left > 0x7f) {
                out.write(left & 0x7f | 0x80);
                left >>>= 7;
            }
            out.write(left);
        }
    }

    /** Writes it into an empty store. */
    public void write(TestRepository into) {
        String root = root();
        byte[] catalogBlock = catalog.sealed();
        byte[] dataBlock = data.sealed();
        String catalogVolume = "catalog/" + WRITER + "/00000001";
        put(into, catalogVolume, catalogBlock, ObjectKind.CATALOG);
        put(into, DATA_VOLUME, dataBlock, ObjectKind.VOLUME);
        String catalogSection = section(catalogVolume, catalogBlock, catalog);
        String dataSection = edited(Part.SECTION, section(DATA_VOLUME, dataBlock, data));
        put(into, INVENTORY, catalogSection + dataSection);
        String manifest = edited(
                Part.MANIFEST,
                "{\"format\":\"holdfast-manifest\",\"version\":1,\"repository\":\"" + REPOSITORY + "\",\"snapshot\":\""
                        + WRITER + "\",\"chain\":\"" + WRITER + "\",\"kind\":\"full\"," + TIME
                        + ",\"finished\":\"1793491200.000000000\",\"cipher\":\"none\",\"archive\":\"stored\""
                        + ",\"blockBytes\":1048576,\"catalogBlockBytes\":262144,\"catalog\":{" + root
                        + "},\"needed\":{\"items\":[" + needed(catalogVolume, catalogBlock, 0, catalogSection) + ","
                        + needed(DATA_VOLUME, dataBlock, catalogSection.length(), dataSection) + "]}}");
        put(into, MANIFEST, manifest);
        String lists = ",\"moves\":{\"items\":[]},\"condemned\":{\"items\":[]}}";
        String first = record(1, "\"change\":{\"type\":\"create\"},\"snapshots\":{\"items\":[]}" + lists);
        put(into, "log/999999999998", first);
        String second = record(
                2,
                "\"previous\":\"" + sha256(first) + "\",\"change\":{\"type\":\"snapshot\",\"snapshot\":\"" + WRITER
                        + "\"},\"snapshots\":{\"items\":[{\"snapshot\":\"" + WRITER + "\",\"manifest\":\"" + MANIFEST
                        + "\",\"sha256\":\"" + sha256(manifest) + "\",\"size\":" + manifest.length() + ",\"chain\":\""
                        + WRITER + "\",\"kind\":\"full\"," + TIME + "}]}" + lists);
        put(into, "log/999999999997", edited(Part.RECORD, second));
    }

    private String root() {
        String file = data.add("hello\n");
        data.add(new byte[65_536]);
        String items =
                edited(Part.CONTENT_PAGE, "{" + data.add("first,") + "}\n{" + data.add("second") + "}\n{\"hole\":5}\n");
        String references = edited(Part.CONTENT_REFERENCES, "{" + catalog.add(items) + ",\"count\":3,\"bytes\":17}\n");
        String tree = "{\"levels\":1,\"pages\":[{" + catalog.add(references) + ",\"count\":3,\"bytes\":17}]}";
        String listing = edited(
                Part.LISTING,
                "{\"path\":\"\",\"type\":\"directory\"" + ATTRIBUTES + "}\n"
                        + "{\"path\":\"a\",\"type\":\"file\",\"size\":6" + ATTRIBUTES
                        + ",\"inode\":\"11\",\"fs\":0,\"content\":[{" + file + "}]}\n"
                        + "{\"path\":\"b\",\"type\":\"file\",\"size\":6" + ATTRIBUTES
                        + ",\"inode\":\"11\",\"fs\":0,\"link\":\"a\"}\n"
                        + "{\"path\":\"d\",\"type\":\"directory\"" + ATTRIBUTES + "}\n"
                        + "{\"path\":\"d/c\",\"type\":\"character\"" + ATTRIBUTES + ",\"device\":\"1:3\"}\n"
                        + "{\"path\":\"l\",\"type\":\"symlink\"" + ATTRIBUTES + ",\"target\":\"a\"}\n"
                        + "{\"path\":\"p\",\"type\":\"file\",\"size\":17" + ATTRIBUTES + ",\"contentPages\":" + tree
                        + "}\n");
        String listingPage = catalog.add(listing) + ",\"first\":\"\",\"count\":7";
        String listingReferences = edited(Part.LISTING_REFERENCES, "{" + listingPage + "}\n");
        String listingTree =
                "{\"levels\":1,\"pages\":[{" + catalog.add(listingReferences) + ",\"first\":\"\",\"count\":7}]}";
        // Ascending by hash.
        String index = indexRecord("hello\n", 0) + indexRecord("first,", 6 + 65_536);
        String indexPage = catalog.add(HexFormat.of().parseHex(edited(Part.INDEX, index)));
        return catalog.add(edited(
                Part.ROOT,
                "{\"format\":\"holdfast-catalog\",\"version\":1,\"snapshot\":\"" + WRITER
                        + "\",\"host\":\"h\",\"sources\":[{\"at\":\"\",\"path\":\"/src\"}],\"secret\":\""
                        + "0f".repeat(32)
                        + "\",\"chunking\":[{\"from\":0,\"min\":16384,\"average\":65536,\"max\":262144}],\"listing\":"
                        + listingTree + ",\"index\":[{\"chunks\":2,\"writers\":[\"" + WRITER
                        + "\"],\"tree\":{\"levels\":0,\"pages\":[{" + indexPage + ",\"count\":2}]}}]}"));
    }

    private static String indexRecord(String chunk, int offset) {
        return sha256(chunk) + "%08x%08x%08x%08x".formatted(0, 0, offset, chunk.length());
    }

    private static String section(String volume, byte[] block, Stream stream) {
        return "{\"volume\":\"" + volume + "\",\"size\":" + block.length + ",\"blocks\":1}\n{\"length\":" + block.length
                + ",\"content\":" + stream.content.size() + ",\"sha256\":\"" + Sha256.hex(block) + "\"}\n";
    }

    private static String needed(String volume, byte[] block, int offset, String section) {
        return "{\"volume\":\"" + volume + "\",\"first\":0,\"blocks\":1,\"size\":" + block.length + ",\"fill\":\""
                + (volume.equals(DATA_VOLUME) ? "1" : "0") + "\",\"inventory\":{\"key\":\"" + INVENTORY
                + "\",\"offset\":" + offset + ",\"length\":" + section.length() + ",\"sha256\":\"" + sha256(section)
                + "\"}}";
    }

    private static String record(int number, String members) {
        return "{\"format\":\"holdfast-record\",\"version\":1,\"repository\":\"" + REPOSITORY + "\",\"number\":"
                + number + "," + TIME + ",\"writer\":\"" + WRITER + "\",\"token\":\"" + "cd".repeat(16) + "\","
                + members;
    }

    private static String sha256(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(TestRepository into, String key, String text) {
        put(into, key, text.getBytes(StandardCharsets.UTF_8), ObjectKind.MANIFEST);
    }

    private static void put(TestRepository into, String key, byte[] bytes, ObjectKind kind) {
        into.store().put(ObjectKey.of(key), ObjectBody.of(bytes), kind);
    }
}
