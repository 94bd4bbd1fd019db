package dev.holdfast.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small tree of files to back up. */
final class SampleTree {

    private SampleTree() {}

    /** @param largeBytes the length of the one file that takes most of it; it does not compress */
    static Path make(Path root, int largeBytes) throws IOException {
        for (int i = 0; i < 40; i++) {
            Path directory = Files.createDirectories(root.resolve("notes/year " + i % 4));
            Files.writeString(directory.resolve("ü" + i + ".txt"), ("line " + i + "\n").repeat(i * 50));
        }
        Files.createDirectories(root.resolve("empty"));
        Files.createFile(root.resolve("nothing"));
        Files.createSymbolicLink(root.resolve("latest"), Path.of("notes/year 3"));
        byte[] large = new byte[largeBytes];
        new SplittableRandom(7).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        return root;
    }

    /** Changes one file, adds one and removes one. */
    static void change(Path root) throws IOException {
        Files.writeString(root.resolve("notes/year 1/ü1.txt"), "something else");
        Files.writeString(root.resolve("new.txt"), "new");
        Files.delete(root.resolve("notes/year 2/ü2.txt"));
    }

    /** What lies below a directory: by path, the type and content. */
    static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                contents.put(root.relativize(path).toString(), content(path));
            }
        }
        return contents;
    }

    private static String content(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? "directory"
                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    }
}
