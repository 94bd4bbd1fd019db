package dev.holdfast.benchmarks;

import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.selection.SelectionFilter;
import dev.holdfast.core.source.Scanner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What rules of selection cost while a tree is scanned.
 *
 * <p>Usage: {@code SelectionStudy DIR}. Makes a million empty files in {@value #DIRECTORIES} directories below DIR if
 * they are not there, on a tmpfs best, and scans them on one thread without rules, with 50 rules of which most begin
 * with a path, and with 50 that all must be looked for at any depth. Prints rows of a Markdown table: entries, CPU
 * seconds of the second of two scans.
 */
public final class SelectionStudy {

    private static final int DIRECTORIES = 1_000;
    private static final int FILES = 1_000;
    private static final int RULES = 50;

    private SelectionStudy() {}

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        make(root);
        print(root, "no rules", Selection.all());
        print(root, RULES + " rules, 45 with a path, 5 at any depth", paths(root));
        print(root, RULES + " rules at any depth", anyDepth());
    }

    private static void make(Path root) throws IOException {
        for (int i = 0; i < DIRECTORIES; i++) {
            Path directory = root.resolve("home/user-" + i % 20 + "/projects/number-" + i);
            if (!Files.exists(directory)) {
                Files.createDirectories(directory);
                for (int k = 0; k < FILES; k++) {
                    Files.createFile(directory.resolve("report-" + k + (k % 3 == 0 ? ".txt" : ".dat")));
                }
            }
        }
    }

    private static Selection paths(Path root) {
        Selection selection = Selection.all();
        for (int i = 0; i < 45; i++) {
            String pattern =
                    root + "/home/user-" + i % 20 + "/projects/number-" + i * 20 + (i % 3 == 0 ? "/*.tmp" : "/none");
            selection = i % 2 == 0 ? selection.exclude(pattern) : selection.include(pattern);
        }
        for (String name : new String[] {".cache", "node_modules", "*.o", "core.[0-9]*", "Trash-?"}) {
            selection = selection.exclude("**/" + name);
        }
        return selection;
    }

    private static Selection anyDepth() {
        Selection selection = Selection.all();
        for (int i = 0; i < RULES; i++) {
            selection = selection.exclude(i % 2 == 0 ? "**/name-" + i : "**.type" + i);
        }
        return selection;
    }

    private static void print(Path root, String what, Selection selection) throws IOException, InterruptedException {
        scan(root, selection);
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long entries = scan(root, selection);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        System.out.printf("| %s | %,d | %.1f |%n", what, entries, nanos / 1e9);
    }

    private static long scan(Path root, Selection selection) throws IOException, InterruptedException {
        long entries = 0;
        try (Scanner scanner = Scanner.open(root, SelectionFilter.of(selection, root), Posix.best(), Runnable::run)) {
            while (scanner.next() != null) {
                entries++;
            }
        }
        return entries;
    }
}
