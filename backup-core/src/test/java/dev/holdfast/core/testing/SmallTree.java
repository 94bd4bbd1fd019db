package dev.holdfast.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** An ordinary tree: small files in directories, and a larger one that fills blocks of its own. The same every time. */
public final class SmallTree {

    /** Longer than a block. */
    public static final int LARGE_BYTES = 5 << 20;

    private SmallTree() {}

    /** Makes {@code d0/f0} to {@code d<n-1>/f19}, {@code large} and {@code empty}. */
    public static Path create(Path root, int directories) throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        Files.createDirectories(root);
        for (int d = 0; d < directories; d++) {
            Path directory = Files.createDirectory(root.resolve("d" + d));
            for (int f = 0; f < 20; f++) {
                byte[] bytes = new byte[1 + random.nextInt(8000)];
                random.nextBytes(bytes);
                Files.write(directory.resolve("f" + f), bytes);
            }
        }
        byte[] large = new byte[LARGE_BYTES];
        random.nextBytes(large);
        Files.write(root.resolve("large"), large);
        Files.createFile(root.resolve("empty"));
        return root;
    }
}
