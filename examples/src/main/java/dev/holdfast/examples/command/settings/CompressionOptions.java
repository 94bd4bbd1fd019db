package dev.holdfast.examples.command.settings;

import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import java.util.OptionalInt;

/** What {@code --compression-level}, {@code --no-compression} and {@code --gpg-options} ask for. */
public final class CompressionOptions {

    /** What 0 means to gpg: no compression. */
    public static final int NONE = 0;

    private static final int HIGHEST = 22;

    private CompressionOptions() {}

    /** {@link #NONE}, a zstd level, or nothing where nothing was asked for. */
    public static OptionalInt level(CommandLine line) {
        OptionalInt level = OptionalInt.empty();
        if (line.has(Option.COMPRESSION_LEVEL)) {
            level = OptionalInt.of(line.number(Option.COMPRESSION_LEVEL, 1, HIGHEST, 0));
        }
        if (line.has(Option.NO_COMPRESSION)) {
            level = one(level, NONE);
        }
        Word gpg = line.value(Option.GPG_OPTIONS);
        if (gpg != null) {
            level = one(level, gpg(gpg.text()));
        }
        return level;
    }

    private static OptionalInt one(OptionalInt before, int level) {
        if (before.isPresent() && before.getAsInt() != level) {
            throw new UsageException(
                    "give only one of --compression-level, --no-compression and --gpg-options, they say different things");
        }
        return OptionalInt.of(level);
    }

    private static int gpg(String text) {
        int level = -1;
        String[] words = text.trim().replace('=', ' ').split(" +");
        for (int i = 0; i < words.length; i++) {
            String name = words[i].startsWith("-z") && words[i].length() > 2 ? "-z" : words[i];
            String value =
                    name.length() < words[i].length() ? words[i].substring(2) : i + 1 < words.length ? words[++i] : "";
            int asked = setting(name, value);
            if (level >= 0 && level != asked) {
                throw new UsageException("--gpg-options \"" + text + "\" asks for two levels");
            }
            level = asked;
        }
        return level;
    }

    private static int setting(String name, String value) {
        switch (name) {
            case "--compress-algo", "--compression-algo", "--compress-algorithm" -> {
                if (value.equalsIgnoreCase("none") || value.equalsIgnoreCase("uncompressed") || value.equals("0")) {
                    return NONE;
                }
                throw new UsageException("--gpg-options: \"" + value
                        + "\" is no algorithm here; blocks are compressed with zstd, see --compression-level");
            }
            case "--compress-level", "-z" -> {
                return CommandLine.number("--gpg-options " + name, value, 0, 9);
            }
            case "--recipient", "-r", "--hidden-recipient", "-R", "--default-key", "-u", "--local-user" ->
                throw new UsageException("--gpg-options: " + name
                        + " is not taken; keys are given with --encrypt-key, --sign-key and --secret-key");
            default ->
                throw new UsageException("--gpg-options: " + name
                        + " is not taken, only compression settings are; see --compression-level and --no-compression");
        }
    }
}
