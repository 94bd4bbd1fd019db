package dev.holdfast.examples.command.line;

import dev.holdfast.examples.command.line.CommandLine.Given;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link CommandLine} of words. Options stand anywhere; a word of two dashes ends them. */
final class Parsing {

    private static final Word NO_VALUE = Word.of("");

    private final List<Given> options = new ArrayList<>();
    private final List<Word> operands = new ArrayList<>();

    CommandLine parse(List<Word> given) {
        List<Word> words = SplitQuotes.rejoin(given);
        boolean onlyOperands = false;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.isEmpty()) {
                throw new UsageException("one of the words is empty; is a variable of the shell not set?");
            }
            if (onlyOperands || !word.startsWith("-") || word.is("-")) {
                operands.add(word);
            } else if (word.is("--version") || word.is("-V")) {
                operands.add(0, Word.of(Verb.VERSION.longName()));
            } else if (word.is("--")) {
                onlyOperands = true;
            } else {
                i += option(word, words.subList(i + 1, words.size()));
            }
        }
        Verb verb = verb();
        checkOptions(verb);
        if (!has(Option.HELP)) {
            verb.requireTakes(operands);
        }
        return new CommandLine(verb, options, operands);
    }

    /** @return how many of the words that follow are the option's values */
    private int option(Word word, List<Word> rest) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = (equals < 0 ? word : word.part(0, equals)).toString();
        Option option = find(name);
        if (option == null && !word.startsWith("--") && word.length() > 2) {
            Option attached = find(name.substring(0, 2));
            if (attached != null && attached.takesValue()) {
                add(attached, word.from(2));
                return 0;
            }
        }
        if (option == null) {
            String instead = ForeignOptions.hint(name);
            if (!instead.isEmpty()) {
                throw new UsageException("Duplicity's " + name + " is not taken: " + instead);
            }
            throw new UsageException("unknown option " + name + nearestOption(name));
        }
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw new UsageException(name + " takes no value");
            }
            add(option, NO_VALUE);
            return 0;
        }
        int used = equals < 0 ? option.valueCount() : option.valueCount() - 1;
        if (rest.size() < used) {
            throw new UsageException(name + " needs a value: " + option.synopsis());
        }
        if (equals >= 0) {
            add(option, word.from(equals + 1));
        }
        rest.subList(0, used).forEach(value -> add(option, value));
        return used;
    }

    private static @Nullable Option find(String name) {
        for (Option option : Option.values()) {
            if (option.names().contains(name)) {
                return option;
            }
        }
        return null;
    }

    private void add(Option option, Word value) {
        if (option.takesValue() && !option.isRepeatable() && has(option)) {
            throw new UsageException(option.longName() + " was given twice");
        }
        if (option.takesValue() && value.isEmpty()) {
            throw new UsageException(
                    option.longName() + " was given an empty value; is a variable of the shell not set?");
        }
        options.add(new Given(option, value));
    }

    private boolean has(Option option) {
        for (Given given : options) {
            if (given.option() == option) {
                return true;
            }
        }
        return false;
    }

    /** Takes the verb from the operands; without one, as Duplicity, the order of path and URL decides. */
    private Verb verb() {
        if (operands.isEmpty()) {
            if (has(Option.HELP)) {
                return Verb.HELP_TEXT;
            }
            throw new UsageException("no command was given; try: holdfast help");
        }
        Word first = operands.get(0);
        if (!StoreAddress.isUrl(first)) {
            Verb verb = named(first.toString());
            if (verb != null) {
                operands.remove(0);
                return verb;
            }
        }
        if (operands.size() == 2) {
            boolean toUrl = StoreAddress.isUrl(operands.get(1));
            if (StoreAddress.isUrl(first) && !toUrl) {
                return Verb.RESTORE;
            }
            if (toUrl && isSource(first)) {
                return Verb.BACKUP;
            }
        }
        if (first.is("replicate")) {
            throw new UsageException(
                    "Duplicity's replicate is not there: copy the objects, with aws s3 sync, rclone or cp -a");
        }
        List<String> names = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            names.addAll(verb.names());
        }
        throw new UsageException(
                "unknown command \"" + first + "\"" + Nearest.hint(first.toString(), names) + "; try: holdfast help");
    }

    /** A word without a slash is a misspelled command rather than a source, unless it is there. */
    private static boolean isSource(Word word) {
        return !StoreAddress.isUrl(word)
                && !word.isEmpty()
                && (word.indexOf('/') >= 0 || Files.exists(word.path(), LinkOption.NOFOLLOW_LINKS));
    }

    /** The verb of this name, or the only one whose name starts so. */
    static @Nullable Verb named(String text) {
        Verb found = null;
        for (Verb verb : Verb.values()) {
            for (String name : verb.names()) {
                if (name.equals(text)) {
                    return verb;
                }
            }
        }
        for (Verb verb : Verb.values()) {
            for (String name : verb.names()) {
                if (!text.isEmpty() && name.startsWith(text) && found != verb) {
                    if (found != null) {
                        throw new UsageException(
                                "\"" + text + "\" may mean " + found.longName() + " or " + verb.longName());
                    }
                    found = verb;
                }
            }
        }
        return found;
    }

    private void checkOptions(Verb verb) {
        for (Given given : options) {
            if (!verb.options().contains(given.option())) {
                throw new UsageException(given.option().longName() + " is no option of " + verb.longName()
                        + "; see: holdfast help " + verb.longName());
            }
        }
    }

    private static String nearestOption(String name) {
        // By its letters it would be --encrypt-key.
        if (name.equals("--decrypt-key")) {
            return "; did you mean --secret-key?";
        }
        List<String> names = new ArrayList<>();
        for (Option option : Option.values()) {
            names.addAll(option.names());
        }
        String hint = Nearest.hint(name, names);
        return hint.isEmpty() ? "; holdfast help COMMAND lists those of a command" : hint;
    }
}
