package dev.holdfast.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.chunking.ChunkSizeClasses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogRootCodecTest {

    private static final SnapshotId ID = SnapshotId.of("20261123T081500Z-0123456789ab");

    @Property(tries = 100)
    void anyRootComesBackAsItWas(@ForAll("roots") CatalogRoot root) {
        assertThat(CatalogRootCodec.read(CatalogRootCodec.write(root), "the root"))
                .usingRecursiveComparison()
                .isEqualTo(root);
    }

    @Provide
    Arbitrary<CatalogRoot> roots() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(30),
                        Entries.paths(),
                        Entries.names(),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 16),
                        Arbitraries.randomValue(Random::nextLong))
                .as((host, path, name, partial, segments, seed) -> {
                    byte[] secret = new byte[32];
                    new SplittableRandom(seed).nextBytes(secret);
                    List<CatalogRoot.IndexTree> index = new ArrayList<>();
                    for (int i = 0; i < segments; i++) {
                        index.add(new CatalogRoot.IndexTree(
                                i, List.of(MemoryCatalog.WRITER), new PageTree(i % 3, List.of(page(seed + i, null)))));
                    }
                    return new CatalogRoot(
                            ID,
                            host,
                            List.of(
                                    new CatalogRoot.Source(EntryPath.ROOT, name),
                                    new CatalogRoot.Source(path, new byte[0])),
                            secret,
                            ChunkSizeClasses.standard(),
                            partial > 0 ? path : null,
                            partial > 1 ? new CatalogRoot.Base(ID, Entries.chunk(seed)) : null,
                            new PageTree(1, List.of(page(seed, EntryPath.ROOT), page(seed + 1, path))),
                            index,
                            segments > 8 ? List.of(MemoryCatalog.WRITER + "/17") : List.of());
                });
    }

    private static PageRef page(long number, @Nullable EntryPath first) {
        return new PageRef(Entries.chunk(number), number >>> 12, first, 0);
    }

    @Test
    void foreignNewerAndBrokenRootsAreThreeErrors() {
        String json = new String(
                CatalogRootCodec.write(new CatalogRoot(
                        ID,
                        "h",
                        List.of(),
                        new byte[32],
                        ChunkSizeClasses.standard(),
                        null,
                        null,
                        PageTree.EMPTY,
                        List.of(),
                        List.of())),
                StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(json.replace("\"version\":1", "\"version\":2")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("the root");
        for (String foreign : List.of("", "[]", json.replace("holdfast-catalog", "holdfast-record"))) {
            assertThatThrownBy(() -> read(foreign))
                    .as(foreign)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the root");
        }
        for (String broken : List.of(
                json.substring(0, json.length() - 1),
                json.replace("\"secret\":\"00", "\"secret\":\""),
                json.replace("\"listing\"", "\"listings\""),
                json.replace("\"levels\":0", "\"levels\":99"),
                json.replace("\"min\":16384", "\"min\":0"),
                json + "{}")) {
            assertThatThrownBy(() -> read(broken))
                    .as(broken)
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("the root");
        }
    }

    private static CatalogRoot read(String json) {
        return CatalogRootCodec.read(json.getBytes(StandardCharsets.UTF_8), "the root");
    }
}
