package dev.holdfast.benchmarks;

import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.core.chunking.ChunkSizes;
import dev.holdfast.core.chunking.FastCdc;
import dev.holdfast.core.chunking.GearTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts what chunks of different sizes would store, for a directory and the same directory after a change.
 *
 * <p>Usage: {@code ChunkSizeStudy BEFORE AFTER [average KiB...]}. Prints rows of a Markdown table: the bytes of new
 * blocks (zstd 3, at most 1 MiB of chunks, files smaller than the average share blocks, {@value #BLOCK_BYTES} bytes a
 * block for seal and inventory) and of the catalog ({@value #INDEX_BYTES} bytes for a new chunk in the index,
 * {@value #ITEM_BYTES} for each item of a new content list or page of one), for the first backup and for the change,
 * and the sum of the first and 30 such changes, as after a month.
 */
public final class ChunkSizeStudy {

    private static final int MIB = 1 << 20;
    private static final int BLOCK_BYTES = 400;
    private static final int INDEX_BYTES = 50;
    private static final int ITEM_BYTES = 60;
    private static final int ITEMS_OF_A_PAGE = 1 << 10;
    private static final int CHANGES = 30;

    private final FastCdc chunker;
    private final BlockEncoder encoder = ZstdFormat.standard().encoder();
    private final ByteBuffer encoded = ByteBuffer.allocateDirect(encoder.maxEncodedBytes(MIB, MIB));
    private final MessageDigest sha256;
    private final Set<Long> chunks = new HashSet<>();
    private final Set<Long> pages = new HashSet<>();
    private final Block shared = new Block();
    private final Block own = new Block();
    private final byte[] window = new byte[8 * MIB];
    private long newChunks;
    private long newItems;
    private long blockBytes;

    private ChunkSizeStudy(ChunkSizes sizes) throws NoSuchAlgorithmException {
        chunker = new FastCdc(GearTable.of(new byte[GearTable.SECRET_BYTES]), sizes);
        sha256 = MessageDigest.getInstance("SHA-256");
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        if (arguments.length < 2) {
            System.err.println("usage: ChunkSizeStudy BEFORE AFTER [average KiB...]");
            System.exit(2);
        }
        Path before = Path.of(arguments[0]);
        Path after = Path.of(arguments[1]);
        List<Integer> averages = arguments.length == 2
                ? List.of(32, 64, 128, 256)
                : Stream.of(arguments).skip(2).map(Integer::valueOf).toList();
        System.out.println(
                "| average KiB | chunks | blocks MiB | catalog MiB | change: new chunks | blocks KiB | catalog KiB |"
                        + " first + " + CHANGES + " changes MiB |");
        System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int average : averages) {
            ChunkSizeStudy study = new ChunkSizeStudy(ChunkSizes.around(average << 10));
            Cost first = study.backup(before);
            Cost change = study.backup(after);
            study.encoder.close();
            System.out.printf(
                    "| %d | %d | %.1f | %.2f | %d | %.0f | %.0f | %.1f |%n",
                    average,
                    first.chunks(),
                    first.blockBytes() / (double) MIB,
                    first.catalogBytes() / (double) MIB,
                    change.chunks(),
                    change.blockBytes() / 1024.0,
                    change.catalogBytes() / 1024.0,
                    (first.bytes() + CHANGES * change.bytes()) / (double) MIB);
        }
    }

    private Cost backup(Path source) throws IOException {
        newChunks = 0;
        newItems = 0;
        blockBytes = 0;
        List<Path> files;
        try (Stream<Path> found = Files.isDirectory(source) ? Files.walk(source) : Stream.of(source)) {
            files = found.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            file(file);
        }
        flush(shared);
        return new Cost(newChunks, blockBytes, newChunks * INDEX_BYTES + newItems * ITEM_BYTES);
    }

    private void file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Block block = Files.size(file) < chunker.sizes().averageBytes() ? shared : own;
            int end = 0;
            long page = 0;
            int items = 0;
            while (true) {
                int read = in.readNBytes(window, end, window.length - end);
                end += read;
                boolean endOfFile = end < window.length;
                int start = 0;
                for (int cut; (cut = chunker.next(window, start, end, endOfFile)) >= 0; start = cut) {
                    long hash = chunk(block, start, cut);
                    page = page * 31 + hash;
                    items++;
                    if (hash % ITEMS_OF_A_PAGE == 0) {
                        page(page, items);
                        page = 0;
                        items = 0;
                    }
                }
                if (endOfFile) {
                    break;
                }
                System.arraycopy(window, start, window, 0, end - start);
                end -= start;
            }
            page(page, items);
            flush(own);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    /** Counts a chunk, and stores it if it is new. */
    private long chunk(Block block, int start, int end) {
        sha256.update(window, start, end - start);
        long hash = ByteBuffer.wrap(sha256.digest()).getLong();
        if (chunks.add(hash)) {
            newChunks++;
            if (block.content.remaining() < end - start) {
                flush(block);
            }
            block.content.put(window, start, end - start);
            block.lengths.add(end - start);
        }
        return hash;
    }

    private void page(long hash, int items) {
        if (pages.add(hash)) {
            newItems += items;
        }
    }

    private void flush(Block block) {
        if (block.content.position() > 0) {
            int[] lengths = block.lengths.stream().mapToInt(Integer::intValue).toArray();
            encoder.encode(block.content.flip(), lengths, lengths.length, encoded.clear());
            blockBytes += encoded.position() + BLOCK_BYTES;
            block.content.clear();
            block.lengths.clear();
        }
    }

    private record Cost(long chunks, long blockBytes, long catalogBytes) {
        long bytes() {
            return blockBytes + catalogBytes;
        }
    }

    private static final class Block {
        private final ByteBuffer content = ByteBuffer.allocateDirect(MIB);
        private final List<Integer> lengths = new ArrayList<>();
    }
}
