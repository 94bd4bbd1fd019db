package dev.holdfast.core.catalog.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LongPathsTest {

    private static final int CATALOG_BLOCK_BYTES = 256 << 10;

    private final Map<String, byte[]> pages = new HashMap<>();
    private int longest;

    private ChunkRef put(byte[] bytes, int offset, int length) {
        String hash = Sha256.hex(bytes, offset, length);
        pages.put(hash, Arrays.copyOfRange(bytes, offset, offset + length));
        longest = Math.max(longest, length);
        return new ChunkRef(HexFormat.of().parseHex(hash), "20260101T000000Z-000000000000", 0, 0, length);
    }

    private void listAndRead(int entries, String directory, int linkTargetBytes) {
        ParentPages parent = new ParentPages((writer, block) -> true);
        ListingWriter listing =
                new ListingWriter(this::put, new byte[32], parent, page -> {}, new ListingWriter.Listener() {});
        for (int i = 0; i < entries; i++) {
            EntryPath path = EntryPath.of(directory + digits(i));
            listing.add(Entry.builder(path, EntryType.SYMLINK)
                    .linkTarget("x".repeat(linkTargetBytes).getBytes(StandardCharsets.US_ASCII))
                    .build());
        }
        PageTree tree = listing.finish();
        assertThat(longest).isLessThanOrEqualTo(CATALOG_BLOCK_BYTES);

        ListingCursor cursor =
                new ListingCursor(tree, page -> pages.get(HexFormat.of().formatHex(page.sha256())), EntryPath.ROOT);
        int read = 0;
        while (cursor.next()) {
            assertThat(cursor.entry().path().toString()).endsWith(digits(read++));
        }
        assertThat(read).isEqualTo(entries);
    }

    private static String digits(int number) {
        return Integer.toString(100_000_000 + number).substring(1);
    }

    @Test
    void aLineMayBeLongerThanOtherLines() {
        listAndRead(40, "d/".repeat(32_000), 4_095);
    }

    @Test
    void aLargeListingOfLongPathsFitsIntoBlocks() {
        listAndRead(12_000, ("d".repeat(255) + "/").repeat(15), 1);
    }
}
