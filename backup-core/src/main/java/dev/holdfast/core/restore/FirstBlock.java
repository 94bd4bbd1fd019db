package dev.holdfast.core.restore;

import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.Originals;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.restore.plan.Choice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first block of what was chosen, by which the key is tried before anything is made at the target, for local copies
 * of the catalog need none. It is kept for the window that wants it, so that trying costs no request. For one thread.
 */
final class FirstBlock {

    private final byte[] sealed;
    /** Null where there is none, or it was taken. */
    private @Nullable BlockPlace place;

    private FirstBlock(byte[] sealed, @Nullable BlockPlace place) {
        this.sealed = sealed;
        this.place = place;
    }

    /**
     * Makes sure that a key at hand opens the content, or at least the catalog where no content can be read.
     *
     * @throws KeyException if none does
     */
    static FirstBlock open(OpenSnapshot snapshot, List<Choice> choices) {
        if (!snapshot.manifest().cipher().equals(NullCipher.NAME)) {
            try {
                for (Choice choice : choices) {
                    Optional<ChunkRef> first = firstChunk(snapshot, choice);
                    if (first.isPresent()) {
                        return open(snapshot, first.get());
                    }
                }
            } catch (IntegrityException | FrozenException e) {
                // It tells nothing of keys; the restore will say so if it matters.
            }
            snapshot.requireKey();
        }
        return new FirstBlock(new byte[0], null);
    }

    private static Optional<ChunkRef> firstChunk(OpenSnapshot snapshot, Choice choice) {
        Originals originals = snapshot.originals();
        ListingCursor cursor = snapshot.from(choice.path());
        while (cursor.next() && cursor.entry().path().startsWith(choice.path())) {
            Entry entry = cursor.entry();
            if (entry.type() == EntryType.FILE) {
                ContentCursor items = new ContentCursor(originals.contentOf(entry), snapshot.pages());
                while (items.hasNext()) {
                    ContentItem item = items.next();
                    if (!item.isHole()) {
                        return Optional.of(item.chunk());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static FirstBlock open(OpenSnapshot snapshot, ChunkRef chunk) {
        BlockPlace place = snapshot.place(chunk);
        byte[] sealed = snapshot.fetch(place);
        snapshot.dataOpener()
                .open(
                        new SealedBlock(ByteBuffer.wrap(sealed), place.sha256()),
                        place.volume().value(),
                        content -> content);
        return new FirstBlock(sealed, place);
    }

    /** The sealed bytes of the block at a place if it is this one, once. */
    Optional<ByteBuffer> take(BlockPlace wanted) {
        if (place == null
                || place.offset() != wanted.offset()
                || !place.volume().equals(wanted.volume())) {
            return Optional.empty();
        }
        place = null;
        return Optional.of(ByteBuffer.wrap(sealed));
    }
}
