package dev.holdfast.examples.command.line;

import java.util.List;
import java.util.Locale;

/** Finds what a misspelled name was probably meant to be: its beginning is right, or few of its letters are wrong. */
final class Nearest {

    private static final int LEAST_BEGINNING = 2;
    private static final int MOST_MISTAKES = 3;
    /** A mistake in a name of fewer letters makes any other of it. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private Nearest() {}

    /** {@code ; did you mean X?}, or nothing where no name is near. */
    static String hint(String typed, List<String> names) {
        String letters = letters(typed);
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int mistakes = mistakes(letters, letters(name));
            if (mistakes < least) {
                least = mistakes;
                nearest = name;
            }
        }
        return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
    }

    private static String letters(String name) {
        return name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
    }

    /** How many mistakes make of a name what was typed; beyond any number where it is another name. */
    private static int mistakes(String typed, String name) {
        int distance = distance(typed, name);
        boolean begins = typed.length() >= LEAST_BEGINNING && name.startsWith(typed);
        boolean goesOn = name.length() > LEAST_BEGINNING && typed.startsWith(name);
        if (begins || goesOn) {
            return Math.min(1, distance);
        }
        int most = Math.min(MOST_MISTAKES, typed.length() / LETTERS_PER_MISTAKE);
        return distance <= most ? distance : Integer.MAX_VALUE;
    }

    /**
     * Letters that are missing, too many, others, or two that changed places: the optimal string alignment distance.
     */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : least(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int least(int[][] rows, String a, String b, int i, int j) {
        int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + rows[i - 2][j - 2]) : least;
    }
}
