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
        OptionalInt asked = gpg == null
                ? OptionalInt.empty()
                : GpgCompression.parse(gpg.text()).level();
        return asked.isPresent() ? one(level, asked.getAsInt()) : level;
    }

    /** What became of gpg's settings, for a person; empty if there are none. */
    public static String remark(CommandLine line) {
        Word gpg = line.value(Option.GPG_OPTIONS);
        return gpg == null ? "" : GpgCompression.parse(gpg.text()).remark();
    }

    private static OptionalInt one(OptionalInt before, int level) {
        if (before.isPresent() && before.getAsInt() != level) {
            throw new UsageException(
                    "give only one of --compression-level, --no-compression and --gpg-options, they say different things");
        }
        return OptionalInt.of(level);
    }
}
