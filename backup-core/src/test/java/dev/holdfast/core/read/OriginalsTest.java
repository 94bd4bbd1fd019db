package dev.holdfast.core.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.Entries;
import dev.holdfast.core.catalog.MemoryCatalog;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageTree;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OriginalsTest {

    private static final int FILES = 3_000;
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MemoryCatalog catalog = new MemoryCatalog();
    private final PageTree tree = listing();
    private final AtomicInteger looks = new AtomicInteger();
    private final Originals originals = new Originals(
            path -> {
                looks.incrementAndGet();
                return new ListingCursor(tree, catalog.blocks(), path);
            },
            "any");

    private PageTree listing() {
        ListingWriter listing = new ListingWriter(
                catalog,
                SECRET,
                new ParentPages((writer, block) -> true),
                new HashSet<>()::add,
                new ListingWriter.Listener() {});
        for (int i = 0; i < FILES; i++) {
            listing.add(Entries.file(path(i), 1));
        }
        return listing.finish();
    }

    private static String path(int number) {
        return String.format("f%05d", number);
    }

    /** Odd places are between two files, the last ones behind all. */
    @Property(tries = 100)
    void findsWhatIsThereInWhateverOrder(@ForAll @Size(max = 40) List<@IntRange(max = 2 * FILES + 3) Integer> places) {
        for (int place : places) {
            String sought = path(place / 2) + (place % 2 == 0 ? "" : "-");
            boolean isThere = place % 2 == 0 && place / 2 < FILES;
            assertThat(originals.find(EntryPath.of(sought)).map(Entry::path).map(EntryPath::toString))
                    .isEqualTo(isThere ? Optional.of(sought) : Optional.empty());
        }
    }

    @Property(tries = 20)
    void looksOnceForThoseThatComeInOrder(@ForAll @IntRange(min = 1, max = Originals.MAX_STEPS) int step) {
        looks.set(0);
        for (int i = 0; i < FILES; i += step) {
            assertThat(originals.find(EntryPath.of(path(i)))).isPresent();
            assertThat(originals.find(EntryPath.of(path(i)))).isPresent();
        }
        assertThat(looks.get()).isEqualTo(1);
    }
}
