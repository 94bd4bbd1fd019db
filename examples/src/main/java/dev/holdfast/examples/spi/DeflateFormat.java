package dev.holdfast.examples.spi;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A block as the number of its chunks, their lengths (4 bytes each, big-endian), and one zlib stream of their bytes.
 */
public final class DeflateFormat implements ArchiveFormat {

    @Override
    public String name() {
        return "deflate";
    }

    @Override
    public BlockEncoder encoder() {
        return new Encoder();
    }

    @Override
    public BlockDecoder decoder() {
        return new Decoder();
    }

    private static final class Encoder implements BlockEncoder {

        private final Deflater deflater = new Deflater();

        @Override
        public int maxEncodedBytes(int contentBytes, int chunkCount) {
            return Math.addExact(
                    Math.addExact(contentBytes, contentBytes / 100 + 64), Math.multiplyExact(4, chunkCount + 1));
        }

        @Override
        public void encode(ByteBuffer content, int[] chunkLengths, int chunkCount, ByteBuffer encoded) {
            long sum = 0;
            boolean positive = true;
            for (int i = 0; i < chunkCount; i++) {
                sum += chunkLengths[i];
                positive &= chunkLengths[i] > 0;
            }
            if (!positive || sum != content.remaining()) {
                throw new IllegalArgumentException(
                        "chunks of together " + sum + " bytes are not the content of " + content.remaining());
            }
            encoded.order(ByteOrder.BIG_ENDIAN).putInt(chunkCount);
            for (int i = 0; i < chunkCount; i++) {
                encoded.putInt(chunkLengths[i]);
            }
            deflater.reset();
            deflater.setInput(content);
            deflater.finish();
            while (!deflater.finished()) {
                deflater.deflate(encoded);
            }
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    private static final class Decoder implements BlockDecoder {

        private final Inflater inflater = new Inflater();

        @Override
        public int[] decode(ByteBuffer encoded, ByteBuffer content) {
            ByteBuffer numbers = encoded.duplicate().order(ByteOrder.BIG_ENDIAN);
            int count = numbers.remaining() < 4 ? -1 : numbers.getInt();
            if (count < 1 || count > numbers.remaining() / 4) {
                throw new IntegrityException("the block begins with no directory of chunks");
            }
            int[] lengths = new int[count];
            long sum = 0;
            for (int i = 0; i < count; i++) {
                lengths[i] = numbers.getInt();
                sum += lengths[i];
                if (lengths[i] < 1 || sum > content.remaining()) {
                    throw new IntegrityException(
                            "the block's chunks do not fit into the " + content.remaining() + " bytes there are");
                }
            }
            encoded.position(numbers.position());
            inflate(encoded, content, (int) sum);
            return lengths;
        }

        private void inflate(ByteBuffer encoded, ByteBuffer content, int sizeBytes) {
            ByteBuffer room = content.duplicate().limit(content.position() + sizeBytes);
            inflater.reset();
            inflater.setInput(encoded);
            try {
                int count = 1;
                while (count > 0 && !inflater.finished()) {
                    count = inflater.inflate(room);
                }
            } catch (DataFormatException e) {
                throw new IntegrityException("the block is no zlib stream: " + e.getMessage(), e);
            }
            if (room.hasRemaining() || !inflater.finished() || encoded.hasRemaining()) {
                throw new IntegrityException("the block's zlib stream does not hold exactly its chunks");
            }
            content.position(room.position());
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
