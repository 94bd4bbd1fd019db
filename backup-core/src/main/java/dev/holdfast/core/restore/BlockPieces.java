package dev.holdfast.core.restore;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.arrival.Arrival;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.repository.BlockPlace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What the files of a window need of one block. Filled by one thread, then used by another one. */
final class BlockPieces implements BlockFetcher.Wanted {

    private record Piece(Arrival file, long position, ChunkRef chunk) {}

    private final String writer;
    private final int block;
    private final BlockOpener opener;
    private final ChunkCheck check;
    private final Finisher finisher;
    private final IntConsumer done;
    private final List<Piece> pieces = new ArrayList<>();
    private @Nullable BlockPlace place;

    /** @param done hears how many pieces were written or are lost */
    BlockPieces(String writer, int block, BlockOpener opener, ChunkCheck check, Finisher finisher, IntConsumer done) {
        this.writer = writer;
        this.block = block;
        this.opener = opener;
        this.check = check;
        this.finisher = finisher;
        this.done = done;
    }

    void add(Arrival file, long position, ChunkRef chunk) {
        file.expect();
        pieces.add(new Piece(file, position, chunk));
    }

    boolean is(ChunkRef chunk) {
        return block == chunk.block() && writer.equals(chunk.writer());
    }

    String writer() {
        return writer;
    }

    int block() {
        return block;
    }

    void liesAt(BlockPlace found) {
        place = found;
    }

    @Override
    public BlockPlace place() {
        return Objects.requireNonNull(place, "place");
    }

    @Override
    public void arrived(ByteBuffer sealed) {
        pieces.sort(Comparator.comparingInt(piece -> piece.chunk().offset()));
        boolean[] opened = new boolean[1];
        try {
            String object = place().volume() + ", block " + block + " of data/" + writer;
            opener.open(new SealedBlock(sealed, place().sha256()), object, content -> {
                opened[0] = true;
                write(content);
                return content;
            });
        } catch (IntegrityException e) {
            if (opened[0]) {
                // Not of this block: the catalog is damaged.
                throw e;
            }
            lost(e);
        }
    }

    /** Takes the pieces one by one, so that what is written is counted whatever comes of the rest. */
    private void write(ByteBuffer content) {
        ChunkRef checked = null;
        ByteBuffer bytes = content;
        for (Piece piece : pieces) {
            ChunkRef chunk = piece.chunk();
            try {
                if (checked == null || !isSame(checked, chunk)) {
                    checked = null;
                    bytes = check.chunk(content, chunk);
                    checked = chunk;
                }
                piece.file().write(bytes.duplicate(), piece.position());
            } catch (IntegrityException e) {
                piece.file()
                        .fail(new Problem(
                                Kind.DAMAGED, "its content is damaged in " + place().volume() + ": " + e.getMessage()));
            }
            finisher.arrived(piece.file());
        }
        clear();
    }

    private static boolean isSame(ChunkRef one, ChunkRef other) {
        return one.offset() == other.offset()
                && one.length() == other.length()
                && Arrays.equals(one.sha256(), other.sha256());
    }

    @Override
    public void lost(IntegrityException cause) {
        // It names the object itself.
        Problem damage = new Problem(Kind.DAMAGED, "its content is damaged: " + cause.getMessage());
        for (Piece piece : pieces) {
            piece.file().fail(damage);
            finisher.arrived(piece.file());
        }
        clear();
    }

    private void clear() {
        int count = pieces.size();
        pieces.clear();
        done.accept(count);
    }
}
