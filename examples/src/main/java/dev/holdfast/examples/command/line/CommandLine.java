package dev.holdfast.examples.command.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A command that was understood. Immutable. */
public final class CommandLine {

    private final Verb verb;
    private final List<Given> options;
    private final List<Word> operands;

    CommandLine(Verb verb, List<Given> options, List<Word> operands) {
        this.verb = verb;
        this.options = List.copyOf(options);
        this.operands = List.copyOf(operands);
    }

    /**
     * An option as it was given.
     *
     * @param value empty for an option without one
     */
    public record Given(Option option, Word value) {}

    /** @throws UsageException if it cannot be understood; the message says what would be */
    public static CommandLine parse(List<Word> words) {
        return new Parsing().parse(words);
    }

    public Verb verb() {
        return verb;
    }

    public boolean has(Option option) {
        return value(option) != null;
    }

    /** The value of an option, if it was given. */
    public @Nullable Word value(Option option) {
        for (Given given : options) {
            if (given.option() == option) {
                return given.value();
            }
        }
        return null;
    }

    /** All values of a repeatable option, in order. */
    public List<Word> values(Option option) {
        List<Word> values = new ArrayList<>();
        for (Given given : options) {
            if (given.option() == option) {
                values.add(given.value());
            }
        }
        return values;
    }

    /** In order. */
    public List<Given> options() {
        return options;
    }

    public List<Word> operands() {
        return operands;
    }

    public Word operand(int index) {
        return operands.get(index);
    }

    /**
     * The value of an option as a number.
     *
     * @param otherwise where it was not given
     * @throws UsageException if it is no number, or out of bounds
     */
    public int number(Option option, int least, int most, int otherwise) {
        Word value = value(option);
        return value == null ? otherwise : number(option.longName(), value.toString(), least, most);
    }

    /** How much is printed, 0 to 9; as Duplicity also by name or by its first letter. */
    public int verbosity(int otherwise) {
        Word value = value(Option.VERBOSITY);
        return switch (value == null ? "" : value.toString().toLowerCase(Locale.ROOT)) {
            case "e", "error" -> 0;
            case "w", "warning" -> 2;
            case "n", "notice" -> 4;
            case "i", "info" -> 8;
            case "d", "debug" -> 9;
            default -> number(Option.VERBOSITY, 0, 9, otherwise);
        };
    }

    /** @throws UsageException if it is no number, or out of bounds */
    public static int number(String name, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(name + " is a number from " + least + " to " + most + ", not \"" + text + "\"");
    }
}
