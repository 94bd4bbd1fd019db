package dev.holdfast.core.selection;

import dev.holdfast.api.selection.ListSeparator;
import dev.holdfast.api.selection.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A tree and lists of conditions for it, so that most conditions match something. */
final class RandomCase {

    private static final List<String> NAMES =
            List.of("a", "b", "B", "c.py", "d.txt", ".hid", "d e", "é", "x", "skip", "[x]", "{a,b}");
    private static final Instant LIMIT = Instant.ofEpochSecond(1_700_000_000);

    /** @param value as Duplicity's option takes it */
    record Condition(String option, String value) {}

    private final Path root;
    private final Random random;
    private final List<String> paths = new ArrayList<>();
    private int lists;

    RandomCase(Path root, Random random) throws IOException {
        this.root = root;
        this.random = random;
        Files.createDirectories(root);
        fill(root, 0);
    }

    Path root() {
        return root;
    }

    private void fill(Path directory, int depth) throws IOException {
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                continue;
            }
            Path path = directory.resolve(name);
            paths.add(root.relativize(path).toString());
            int kind = random.nextInt(8);
            if (kind < 3 && depth < 4) {
                Files.createDirectory(path);
                fill(path, depth + 1);
            } else if (kind == 3) {
                Files.createSymbolicLink(path, root.resolveSibling("linked"));
            } else if (kind == 4) {
                Files.createSymbolicLink(path, root.resolveSibling("linked").resolve("file"));
            } else {
                Files.createFile(path);
                Files.setLastModifiedTime(path, FileTime.from(LIMIT.plusSeconds(random.nextInt(3) - 1)));
            }
        }
        if (random.nextInt(6) == 0) {
            Files.createFile(directory.resolve(".nobackup"));
        }
    }

    List<Condition> conditions() throws IOException {
        List<Condition> conditions = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            conditions.add(condition());
        }
        if (random.nextInt(3) > 0) {
            conditions.add(new Condition("--exclude", "**"));
        }
        return conditions;
    }

    private Condition condition() throws IOException {
        String sense = random.nextInt(5) < 3 ? "--include" : "--exclude";
        switch (random.nextInt(16)) {
            case 0 -> {
                return new Condition(sense + "-regexp", pick("py$", "/a", "[ab]$", "\\.", "é", "e/|B"));
            }
            case 1 -> {
                return new Condition("--exclude-if-present", pick(".nobackup", "a"));
            }
            case 2 -> {
                return new Condition("--exclude-older-than", Long.toString(LIMIT.getEpochSecond()));
            }
            case 3 -> {
                return new Condition(sense + "-filelist", list().toString());
            }
            case 4 -> {
                return pick(
                        new Condition("--exclude-device-files", ""), new Condition("--exclude-other-filesystems", ""));
            }
            default -> {
                return new Condition(sense, glob());
            }
        }
    }

    private Path list() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String quote = pick("", "", "'", "\"");
            text.append(pick("", "", "  ", "\t"))
                    .append(pick("", "+ ", "- "))
                    .append(quote)
                    .append(glob())
                    .append(quote)
                    .append(pick("\n", "\n\n", " \n", "\n# - **\n"));
        }
        return Files.writeString(root.resolveSibling("list-" + root.getFileName() + "-" + lists++), text);
    }

    /** A path of the tree in which some names were replaced by wildcards; rarely something outside. */
    private String glob() {
        if (random.nextInt(40) == 0) {
            return pick(
                    "/elsewhere/a",
                    "a",
                    "*",
                    "/",
                    root + "//a",
                    root.getParent().toString());
        }
        if (random.nextInt(6) == 0) {
            return pick("**", "**/a", "**.py", "**/B/", "**a/**", "**[!a]", "/**/x");
        }
        String path = paths.isEmpty() ? "a" : paths.get(random.nextInt(paths.size()));
        StringBuilder glob = new StringBuilder(root.toString());
        for (String name : path.split("/")) {
            glob.append('/').append(pick(name, name, name, wildcard(name)));
        }
        glob.append(pick("", "", "", "/", "/*", "/**", "/**/a", "**", "*"));
        return random.nextInt(12) == 0 ? "IgnoreCase:" + root + upper(glob) : glob.toString();
    }

    private String upper(StringBuilder glob) {
        return glob.substring(root.toString().length()).toUpperCase();
    }

    private String wildcard(String name) {
        String first = name.substring(0, 1);
        String rest = name.substring(1);
        // A negated class stands behind a slash, for in Duplicity it would match the slash too.
        return pick(
                "*",
                "**",
                "?",
                "?" + rest,
                "*" + rest,
                first + "*",
                "[" + first + "x]" + rest,
                "[!x]" + rest,
                "[a-d]" + rest);
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    static Selection selection(List<Condition> conditions) {
        Selection selection = Selection.all();
        for (Condition condition : conditions) {
            String value = condition.value();
            selection = switch (condition.option()) {
                case "--include" -> selection.include(value);
                case "--exclude" -> selection.exclude(value);
                case "--include-regexp" -> selection.includeRegex(value);
                case "--exclude-regexp" -> selection.excludeRegex(value);
                case "--include-filelist" -> selection.includeList(Path.of(value), ListSeparator.NEWLINE);
                case "--exclude-filelist" -> selection.excludeList(Path.of(value), ListSeparator.NEWLINE);
                case "--exclude-if-present" -> selection.excludeIfPresent(value);
                case "--exclude-older-than" -> selection.excludeOlderThan(Instant.ofEpochSecond(Long.parseLong(value)));
                case "--exclude-device-files" -> selection.excludeDeviceFiles();
                case "--exclude-other-filesystems" -> selection.excludeOtherFileSystems();
                default -> throw new IllegalArgumentException(condition.option());
            };
        }
        return selection;
    }
}
