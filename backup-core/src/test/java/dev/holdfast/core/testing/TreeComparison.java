package dev.holdfast.core.testing;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.HoleFinder;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.EntryFilter;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.Scanner;
import dev.holdfast.core.source.SourceEntry;
import dev.holdfast.core.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says in what two trees differ: names, types, contents, holes, hard links, owners by number, modes, times to the
 * nanosecond, link targets, device numbers, attributes and ACLs. Not: inodes, times of change, sockets.
 */
public final class TreeComparison {

    private static final long HOLES_UP_TO_BYTES = 1L << 40;

    private final Posix posix = Posix.best();
    private final List<String> differences = new ArrayList<>();
    private final Map<Long, String> expectedLinks = new HashMap<>();
    private final Map<Long, String> actualLinks = new HashMap<>();

    private TreeComparison() {}

    /** Compares the trees given as two arguments; exit code 1 and one line each if they differ. */
    public static void main(String[] arguments) throws Exception {
        List<String> differences = compare(Path.of(arguments[0]), Path.of(arguments[1]));
        differences.forEach(System.out::println);
        System.exit(differences.isEmpty() ? 0 : 1);
    }

    /** @return one line for each difference; empty if there is none */
    public static List<String> compare(Path expected, Path actual) throws IOException, InterruptedException {
        TreeComparison comparison = new TreeComparison();
        comparison.walk(expected, actual);
        return comparison.differences;
    }

    private void walk(Path expected, Path actual) throws IOException, InterruptedException {
        try (Scanner left = Scanner.open(expected, EntryFilter.EVERYTHING, posix, Runnable::run);
                Scanner right = Scanner.open(actual, EntryFilter.EVERYTHING, posix, Runnable::run)) {
            SourceEntry a = left.next();
            SourceEntry b = right.next();
            while (a != null || b != null) {
                int order = a == null ? 1 : b == null ? -1 : a.path().compareTo(b.path());
                if (order < 0) {
                    differences.add(a.path() + ": missing");
                } else if (order > 0) {
                    differences.add(b.path() + ": not expected");
                } else {
                    compare(a, b);
                }
                a = order <= 0 ? left.next() : a;
                b = order >= 0 ? right.next() : b;
            }
        }
    }

    private void compare(SourceEntry expected, SourceEntry actual) throws IOException {
        String path = expected.path().toString();
        differ(path, "problem", expected.problem(), actual.problem());
        if (!expected.hasMetadata() || !actual.hasMetadata()) {
            return;
        }
        FileMetadata a = expected.details();
        FileMetadata b = actual.details();
        differ(path, "type", a.type(), b.type());
        differ(path, "size", a.sizeBytes(), b.sizeBytes());
        differ(path, "mode", Integer.toOctalString(a.mode()), Integer.toOctalString(b.mode()));
        differ(path, "owner", a.uid(), b.uid());
        differ(path, "group", a.gid(), b.gid());
        differ(path, "modified", a.modified(), b.modified());
        differ(path, "device", a.device(), b.device());
        differ(path, "target", hex(a.linkTarget()), hex(b.linkTarget()));
        differ(path, "attributes", a.attributes().toString(), b.attributes().toString());
        differ(path, "values of attributes", a.attributes(), b.attributes());
        if (a.type() != EntryType.DIRECTORY) {
            differ(path, "number of links", a.links(), b.links());
            differ(
                    path,
                    "linked to",
                    Objects.requireNonNullElse(expectedLinks.putIfAbsent(a.inode(), path), path),
                    Objects.requireNonNullElse(actualLinks.putIfAbsent(b.inode(), path), path));
        }
        if (a.type() == EntryType.FILE && b.type() == EntryType.FILE) {
            long at = Files.mismatch(expected.location(), actual.location());
            differ(path, "first differing byte", -1L, at);
            differ(path, "holes", holes(expected.location(), a.sizeBytes()), holes(actual.location(), b.sizeBytes()));
        }
    }

    private String holes(Path file, long sizeBytes) throws IOException {
        StringBuilder text = new StringBuilder();
        if (sizeBytes >= SourceFile.MIN_HOLE_BYTES && sizeBytes < HOLES_UP_TO_BYTES) {
            try (HoleFinder finder = posix.findHoles(file)) {
                for (long hole = finder.nextHole(0); hole < sizeBytes; ) {
                    long data = Math.min(finder.nextData(hole), sizeBytes);
                    if (data - hole >= SourceFile.MIN_HOLE_BYTES) {
                        text.append(hole).append('-').append(data).append(' ');
                    }
                    hole = finder.nextHole(data);
                }
            }
        }
        return text.toString();
    }

    private static String hex(Optional<byte[]> bytes) {
        return bytes.map(Arrays::toString).orElse("none");
    }

    private void differ(String path, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(path + ": " + what + " expected " + expected + ", found " + actual);
        }
    }
}
