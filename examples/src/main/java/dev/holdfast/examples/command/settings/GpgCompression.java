package dev.holdfast.examples.command.settings;

import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.UsageException;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The compression that options of gpg ask for, taken as a level of zstd with the same number. All else that gpg could
 * be told is refused.
 */
final class GpgCompression {

    /** What gpg takes where no level is given. */
    private static final int DEFAULT_LEVEL = 6;

    private static final int NOT_GIVEN = -1;

    private final String text;
    private String algorithm = "";
    private int zlibLevel = NOT_GIVEN;
    private int bzip2Level = NOT_GIVEN;

    private GpgCompression(String text) {
        this.text = text;
    }

    /** @throws UsageException if there is something else */
    static GpgCompression parse(String text) {
        GpgCompression gpg = new GpgCompression(text);
        String[] words = text.isBlank() ? new String[0] : text.trim().split(" +");
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            int equals = word.indexOf('=');
            if (equals > 0) {
                gpg.set(word.substring(0, equals), word.substring(equals + 1));
            } else if (word.startsWith("-z") && word.length() > 2) {
                gpg.set("-z", word.substring(2));
            } else {
                gpg.set(word, i + 1 < words.length ? words[++i] : "");
            }
        }
        return gpg;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--compress-algo", "--compression-algo", "--compress-algorithm" -> algorithm = algorithm(value);
            case "--compress-level" -> zlibLevel = one(zlibLevel, level(name, value));
            case "--bzip2-compress-level" -> bzip2Level = one(bzip2Level, level(name, value));
            case "-z" -> {
                zlibLevel = one(zlibLevel, level(name, value));
                bzip2Level = one(bzip2Level, level(name, value));
            }
            case "--recipient", "-r", "--hidden-recipient", "-R", "--default-key", "-u", "--local-user" ->
                throw new UsageException("--gpg-options: " + name
                        + " is not taken; keys are given with --encrypt-key, --sign-key and --secret-key");
            default ->
                throw new UsageException("--gpg-options: " + name
                        + " is not taken, only compression settings are; see --compression-level and --no-compression");
        }
    }

    private static String algorithm(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "none", "uncompressed", "0" -> "none";
            case "zip", "1" -> "zip";
            case "zlib", "2" -> "zlib";
            case "bzip2", "3" -> "bzip2";
            default ->
                throw new UsageException(
                        "--gpg-options: \"" + value + "\" is no compression of gpg; there are none, zip,"
                                + " zlib and bzip2, which are taken as levels of zstd, see --compression-level");
        };
    }

    private static int level(String name, String value) {
        return CommandLine.number("--gpg-options " + name, value, 0, 9);
    }

    private int one(int before, int level) {
        if (before != NOT_GIVEN && before != level) {
            throw new UsageException("--gpg-options \"" + text + "\" asks for two levels");
        }
        return level;
    }

    OptionalInt level() {
        if (algorithm.equals("none")) {
            return OptionalInt.of(CompressionOptions.NONE);
        }
        boolean bzip2 = algorithm.equals("bzip2") || algorithm.isEmpty() && zlibLevel == NOT_GIVEN;
        int given = bzip2 ? bzip2Level : zlibLevel;
        if (given != NOT_GIVEN) {
            return OptionalInt.of(given);
        }
        return algorithm.isEmpty() ? OptionalInt.empty() : OptionalInt.of(DEFAULT_LEVEL);
    }

    String remark() {
        OptionalInt level = level();
        if (level.isEmpty()) {
            return "";
        }
        String what = algorithm.isEmpty() ? "compression" : algorithm;
        return level.getAsInt() == CompressionOptions.NONE
                ? "gpg's setting of no compression is taken as --no-compression"
                : "gpg's " + what + " is taken as zstd level " + level.getAsInt() + " (--compression-level "
                        + level.getAsInt() + ")";
    }
}
