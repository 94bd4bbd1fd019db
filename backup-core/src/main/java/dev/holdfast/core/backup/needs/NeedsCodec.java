package dev.holdfast.core.backup.needs;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.ChunkRef;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The bytes of needs that are remembered, and the keys of contents. */
public final class NeedsCodec {

    private NeedsCodec() {}

    /** The tree's root says all: where the pages lie and what is in them. */
    public static byte[] key(PageTree tree) {
        MessageDigest digest = Sha256.digest();
        digest.update((byte) tree.levels());
        for (PageRef page : tree.pages()) {
            ChunkRef chunk = page.chunk();
            digest.update(chunk.sha256());
            digest.update(chunk.writer().getBytes(StandardCharsets.US_ASCII));
            digest.update(ByteBuffer.allocate(12)
                    .putInt(chunk.block())
                    .putInt(chunk.offset())
                    .putInt(chunk.length())
                    .flip());
        }
        return digest.digest();
    }

    /** Needs of the blocks of one writer that follow each other name it once. */
    public static byte[] encode(List<BlockNeed> needs) {
        ByteSink bytes = new ByteSink(64 + 10 * needs.size());
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            int at = 0;
            while (at < needs.size()) {
                at = writeStretch(needs, at, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** @return where the next one begins */
    private static int writeStretch(List<BlockNeed> needs, int from, DataOutputStream out) throws IOException {
        BlockNeed first = needs.get(from);
        int end = from + 1;
        while (end < needs.size()
                && needs.get(end).purpose() == first.purpose()
                && needs.get(end).writer().equals(first.writer())) {
            end++;
        }
        out.writeBoolean(first.purpose() == Purpose.DATA);
        out.writeUTF(first.writer());
        out.writeInt(end - from);
        for (BlockNeed need : needs.subList(from, end)) {
            out.writeInt(need.block());
            out.writeChar(need.sixteenths());
            out.writeInt(need.bytes());
        }
        return end;
    }

    public static List<BlockNeed> decode(byte[] bytes) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("no needs", e);
        }
    }

    private static List<BlockNeed> read(DataInputStream in) throws IOException {
        List<BlockNeed> needs = new ArrayList<>();
        while (in.available() > 0) {
            Purpose purpose = in.readBoolean() ? Purpose.DATA : Purpose.CATALOG;
            String writer = in.readUTF();
            for (int left = in.readInt(); left > 0; left--) {
                needs.add(new BlockNeed(purpose, writer, in.readInt(), in.readChar(), in.readInt()));
            }
        }
        return needs;
    }
}
