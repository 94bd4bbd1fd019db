package dev.holdfast.examples.command.settings;

import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import java.util.OptionalLong;

/** Reads sizes as people write them: {@code 512}, {@code 100K}, {@code 2G}. */
public final class SizeStrings {

    private static final String UNITS = "KMGT";

    private SizeStrings() {}

    /**
     * The value of an option in bytes, if it was given.
     *
     * @throws UsageException if it is no size
     */
    public static OptionalLong bytes(CommandLine line, Option option) {
        Word word = line.value(option);
        return word == null ? OptionalLong.empty() : OptionalLong.of(bytes(option, word));
    }

    static long bytes(Option option, Word word) {
        String text = word.text();
        int unit = text.isEmpty() ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        try {
            if (digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Math.multiplyExact(Long.parseLong(digits), 1L << 10 * (unit + 1));
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // said below
        }
        throw new UsageException(
                option.longName() + " is a number of bytes, or with K, M, G or T behind it, not \"" + text + "\"");
    }
}
