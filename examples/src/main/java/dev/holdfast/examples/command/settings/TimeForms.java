package dev.holdfast.examples.command.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms of a time. In a form {@code d} stands for a digit, {@code /} for a slash or dash, {@code ±} for a sign;
 * every other character for itself.
 */
final class TimeForms {

    private static final List<String> DATES = List.of(
            "dddd/d/d", "dddd/dd/d", "dddd/d/dd", "dddd/dd/dd", "d/d/dddd", "dd/d/dddd", "d/dd/dddd", "dd/dd/dddd");

    private static final List<String> OTHERS =
            List.of("now", "dddd-dd-ddTdd:dd:ddZ", "dddd-dd-ddTdd:dd:dd±dd:dd", "ddddddddTddddddZ", "ddddddddZ");

    private static final String UNITS = "smhDWMY";

    private TimeForms() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean is(String form, String text) {
        return text.length() == form.length() && begins(form, text);
    }

    static boolean begins(String form, String text) {
        return common(form, text) == form.length();
    }

    /** The form of a date that a text has; null if it has none. */
    static @Nullable String dateForm(String text) {
        for (String form : DATES) {
            if (is(form, text)) {
                return form;
            }
        }
        return null;
    }

    /** How far a text is right that has no form: the longest beginning that some form or an age has too. */
    static int firstMistake(String text) {
        int longest = commonWithAge(text);
        for (String form : DATES) {
            longest = Math.max(longest, common(form, text));
        }
        for (String form : OTHERS) {
            longest = Math.max(longest, common(form, text));
        }
        return longest;
    }

    private static int commonWithAge(String text) {
        int i = 0;
        while (i < text.length()) {
            boolean unit = i > 0 && isDigit(text.charAt(i - 1)) && UNITS.indexOf(text.charAt(i)) >= 0;
            if (!unit && !isDigit(text.charAt(i))) {
                break;
            }
            i++;
        }
        return i;
    }

    private static int common(String form, String text) {
        int i = 0;
        while (i < form.length() && i < text.length() && fits(form.charAt(i), text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean fits(char form, char c) {
        return switch (form) {
            case 'd' -> isDigit(c);
            case '/' -> c == '/' || c == '-';
            case '±' -> c == '+' || c == '-';
            default -> c == form;
        };
    }
}
