package dev.holdfast.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Does to a tree what a day of work does: adds a file, edits one, moves one. */
final class SampleChange {

    /** The file that is always there after the change, and only then. */
    static final String NEW_FILE = "written-after-the-first-backup.txt";

    private SampleChange() {}

    static String make(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(tree)) {
            files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(Files::isWritable)
                    .sorted()
                    .toList();
        }
        StringBuilder done = new StringBuilder("added " + NEW_FILE);
        Files.writeString(tree.resolve(NEW_FILE), "This file is in the second snapshot only.\n");
        if (!files.isEmpty()) {
            Path edited = files.get(files.size() / 2);
            Files.writeString(edited, "\none more line\n", StandardOpenOption.APPEND);
            done.append(", edited ").append(tree.relativize(edited));
        }
        if (files.size() > 2) {
            Path moved = files.get(files.size() - 1);
            Files.move(moved, tree.resolve("moved-from-elsewhere"));
            done.append(", moved ").append(tree.relativize(moved)).append(" to moved-from-elsewhere");
        }
        return done.toString();
    }
}
