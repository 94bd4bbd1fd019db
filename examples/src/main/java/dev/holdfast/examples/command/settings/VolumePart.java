package dev.holdfast.examples.command.settings;

import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which part of the volumes is looked at: {@code --part 3/7}. Immutable. */
public record VolumePart(int number, int of) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /**
     * The part that a command line names; null if it names none.
     *
     * @throws UsageException if there is no such part
     */
    @Nullable
    public static VolumePart of(CommandLine line) {
        Word word = line.value(Option.PART);
        if (word == null) {
            return null;
        }
        Matcher form = FORM.matcher(word.text());
        if (form.matches()) {
            VolumePart part = new VolumePart(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
            if (part.number >= 1 && part.number <= part.of) {
                return part;
            }
        }
        throw new UsageException("--part " + word + ": name a part as 3/7, the third of seven");
    }
}
