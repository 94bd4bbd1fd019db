package dev.holdfast.api.selection;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.selection.SelectionRule.Sense;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of globs. Blanks around a line are dropped, empty lines and those that begin with {@code #} are skipped;
 * {@code "+ "} and {@code "- "} give a line its own sense, then one pair of quotes around the rest is dropped.
 */
final class RuleList {

    /** The mark of UTF-8, which some editors put first; one character a byte. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private RuleList() {}

    static List<SelectionRule> read(Path file, Sense sense, ListSeparator separator) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the list of rules " + file + ": " + reason(e), e);
        }
        List<SelectionRule> rules = new ArrayList<>();
        int number = 0;
        // One character a byte, for names need not be UTF-8.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(BYTE_ORDER_MARK.length());
        }
        for (String line : text.split(separator.character() + "", -1)) {
            number++;
            try {
                add(line.strip(), sense, rules);
            } catch (ConfigurationException e) {
                throw new ConfigurationException("rule " + number + " of " + file + ": " + e.getMessage(), e);
            }
        }
        return rules;
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : e instanceof AccessDeniedException
                        ? "permission denied"
                        : e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static void add(String line, Sense given, List<SelectionRule> rules) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        boolean include = line.startsWith("+ ");
        boolean exclude = line.startsWith("- ");
        Sense sense = include ? Sense.INCLUDE : exclude ? Sense.EXCLUDE : given;
        String glob = include || exclude ? line.substring(2) : line;
        if (isQuoted(glob, '\'') || isQuoted(glob, '"')) {
            glob = glob.substring(1, glob.length() - 1);
        }
        rules.add(new SelectionRule.ByGlob(sense, Glob.ofBytes(glob.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static boolean isQuoted(String text, char quote) {
        return text.length() > 1 && text.charAt(0) == quote && text.charAt(text.length() - 1) == quote;
    }
}
