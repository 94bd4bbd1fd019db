package dev.holdfast.benchmarks;

import java.io.IOException;

/** What the stages are fed with: one block's worth of the workload's contents. */
public enum Material {
    /** Compresses about three times. */
    PROSE,
    /** Compresses by a quarter. */
    SOUND,
    /** Does not compress. */
    NOISE;

    /** The size of a full block, which every stage works on at a time. */
    static final int BLOCK_BYTES = 1 << 20;

    byte[] block() throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        Sink sink = new Sink(block, 0);
        Random64 random = new Random64(1);
        Language language = new Language(random);
        Contents contents = new Contents(language, 1);
        switch (this) {
            case PROSE -> language.prose(random, sink, BLOCK_BYTES);
            case SOUND -> contents.sound(random, sink);
            case NOISE -> contents.noise(random, sink, BLOCK_BYTES);
        }
        return block;
    }
}
