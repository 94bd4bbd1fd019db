package dev.holdfast.testkit.archive;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Content for a test, cut into chunks. */
record SampleBlock(String name, byte[] content, int[] chunkLengths) {

    private static final byte[][] WORDS = {
        "the ".getBytes(StandardCharsets.US_ASCII),
        "backup ".getBytes(StandardCharsets.US_ASCII),
        "of\n".getBytes(StandardCharsets.US_ASCII),
        "yesterday ".getBytes(StandardCharsets.US_ASCII),
        "holds ".getBytes(StandardCharsets.US_ASCII)
    };

    /** Cuts at random places. */
    SampleBlock(String name, byte[] content, int chunkCount) {
        this(name, content, cut(new Random(content.length), content.length, chunkCount));
    }

    /** Compressible, but not trivially. */
    static SampleBlock text(String name, Random random, int size, int chunkCount) {
        byte[] content = new byte[size];
        for (int at = 0; at < size; ) {
            byte[] word = WORDS[random.nextInt(WORDS.length)];
            int length = Math.min(word.length, size - at);
            System.arraycopy(word, 0, content, at, length);
            at += length;
            if (at < size && random.nextInt(4) == 0) {
                content[at++] = (byte) random.nextInt();
            }
        }
        return new SampleBlock(name, content, chunkCount);
    }

    /** Not compressible. */
    static SampleBlock noise(String name, Random random, int size, int chunkCount) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return new SampleBlock(name, content, chunkCount);
    }

    private static int[] cut(Random random, int size, int chunkCount) {
        int[] lengths = new int[chunkCount];
        int rest = size - chunkCount;
        for (int i = 0; i < chunkCount - 1; i++) {
            int more = rest == 0 ? 0 : random.nextInt(Math.min(rest, 2 * rest / (chunkCount - i)) + 1);
            lengths[i] = 1 + more;
            rest -= more;
        }
        lengths[chunkCount - 1] = 1 + rest;
        return lengths;
    }

    @Override
    public String toString() {
        return name;
    }
}
