package dev.holdfast.core.catalog;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeCodec;
import dev.holdfast.core.chunking.ChunkSizeClass;
import dev.holdfast.core.chunking.ChunkSizeClasses;
import dev.holdfast.core.chunking.ChunkSizes;
import dev.holdfast.core.json.Envelope;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.List;

/** The JSON of a catalog's root. Normative: docs/format.md §8.1. */
public final class CatalogRootCodec {

    private static final String FORMAT = "holdfast-catalog";
    private static final int SECRET_BYTES = 32;

    private CatalogRootCodec() {}

    public static byte[] write(CatalogRoot root) {
        ByteSink bytes = new ByteSink(16 << 10);
        JsonWriter json = new JsonWriter(bytes);
        json.beginObject();
        Envelope.write(json, FORMAT);
        json.string("snapshot", root.snapshot().value());
        json.string("host", root.host());
        writeSources(json, root.sources());
        json.hex("secret", root.secret());
        writeChunking(json, root.chunking());
        EntryPath frontier = root.frontier();
        if (frontier != null) {
            json.path("frontier", frontier);
        }
        CatalogRoot.Base base = root.base();
        if (base != null) {
            json.beginObject("base");
            json.string("snapshot", base.snapshot().value());
            base.catalog().write(json, "catalog");
            json.end();
        }
        TreeCodec.write(json, "listing", root.listing());
        writeIndex(json, root.index());
        if (!root.sparse().isEmpty()) {
            json.strings("sparse", root.sparse());
        }
        json.end();
        json.finish();
        return bytes.toByteArray();
    }

    private static void writeSources(JsonWriter json, List<CatalogRoot.Source> sources) {
        json.beginArray("sources");
        for (CatalogRoot.Source source : sources) {
            json.beginObject();
            json.path("at", source.at());
            json.name("path", source.path());
            json.end();
        }
        json.end();
    }

    private static void writeChunking(JsonWriter json, ChunkSizeClasses chunking) {
        json.beginArray("chunking");
        for (ChunkSizeClass each : chunking.classes()) {
            json.beginObject();
            json.number("from", each.fileSizeFrom());
            json.number("min", each.sizes().minBytes());
            json.number("average", each.sizes().averageBytes());
            json.number("max", each.sizes().maxBytes());
            json.end();
        }
        json.end();
    }

    private static void writeIndex(JsonWriter json, List<CatalogRoot.IndexTree> index) {
        json.beginArray("index");
        for (CatalogRoot.IndexTree segment : index) {
            json.beginObject();
            json.number("chunks", segment.chunks());
            json.strings("writers", segment.writers());
            TreeCodec.write(json, "tree", segment.tree());
            json.end();
        }
        json.end();
    }

    /**
     * @param what names the catalog in messages
     * @throws dev.holdfast.api.error.FormatException if it is of a newer version
     * @throws dev.holdfast.api.error.IntegrityException if it is malformed
     */
    public static CatalogRoot read(byte[] bytes, String what) {
        Envelope.check(bytes, what, FORMAT);
        JsonReader json = JsonReader.object(bytes, what);
        SnapshotId snapshot = null;
        String host = null;
        byte[] secret = null;
        ChunkSizeClasses chunking = null;
        EntryPath frontier = null;
        CatalogRoot.Base base = null;
        PageTree listing = null;
        List<CatalogRoot.Source> sources = null;
        List<CatalogRoot.IndexTree> index = null;
        List<String> sparse = List.of();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "snapshot" -> snapshot = json.snapshotId();
                case "host" -> host = json.text();
                case "sources" -> sources = json.array(CatalogRootCodec::source);
                case "secret" -> secret = json.hex(SECRET_BYTES);
                case "chunking" -> chunking = chunking(json);
                case "frontier", "frontier64" -> frontier = json.path();
                case "base" -> base = base(json);
                case "listing" -> listing = TreeCodec.read(json);
                case "index" ->
                    index = json.array(CatalogRoot.MAX_INDEX_SEGMENTS, "segments", CatalogRootCodec::segment);
                case "sparse" -> sparse = json.array(CatalogRoot.MAX_SPARSE, "sparse blocks", JsonReader::text);
                default -> json.skip();
            }
        }
        return new CatalogRoot(
                json.required(snapshot, "snapshot"),
                json.required(host, "host"),
                json.required(sources, "sources"),
                json.required(secret, "secret"),
                json.required(chunking, "chunking"),
                frontier,
                base,
                json.required(listing, "listing"),
                json.required(index, "index"),
                sparse);
    }

    private static CatalogRoot.Source source(JsonReader json) {
        EntryPath at = null;
        byte[] path = null;
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "at", "at64" -> at = json.path();
                case "path", "path64" -> path = json.name();
                default -> json.skip();
            }
        }
        return new CatalogRoot.Source(json.required(at, "at"), json.required(path, "path"));
    }

    private static ChunkSizeClasses chunking(JsonReader json) {
        List<ChunkSizeClass> classes = json.array(CatalogRootCodec::sizeClass);
        try {
            return new ChunkSizeClasses(classes);
        } catch (IllegalArgumentException e) {
            throw json.malformed(e);
        }
    }

    private static ChunkSizeClass sizeClass(JsonReader json) {
        long from = 0;
        int min = 0;
        int average = 0;
        int max = 0;
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "from" -> from = json.number();
                case "min" -> min = json.number(Integer.MAX_VALUE);
                case "average" -> average = json.number(Integer.MAX_VALUE);
                case "max" -> max = json.number(Integer.MAX_VALUE);
                default -> json.skip();
            }
        }
        try {
            return new ChunkSizeClass(from, new ChunkSizes(min, average, max));
        } catch (IllegalArgumentException e) {
            throw json.malformed(e);
        }
    }

    private static CatalogRoot.Base base(JsonReader json) {
        SnapshotId snapshot = null;
        ChunkRef catalog = null;
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "snapshot" -> snapshot = json.snapshotId();
                case "catalog" -> catalog = ChunkRef.read(json);
                default -> json.skip();
            }
        }
        return new CatalogRoot.Base(json.required(snapshot, "snapshot"), json.required(catalog, "catalog"));
    }

    private static CatalogRoot.IndexTree segment(JsonReader json) {
        long chunks = 0;
        List<String> writers = List.of();
        PageTree tree = null;
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "chunks" -> chunks = json.number();
                case "writers" -> writers = json.texts();
                case "tree" -> tree = TreeCodec.read(json);
                default -> json.skip();
            }
        }
        return new CatalogRoot.IndexTree(chunks, writers, json.required(tree, "tree"));
    }
}
