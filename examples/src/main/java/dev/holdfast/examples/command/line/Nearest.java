package dev.holdfast.examples.command.line;

import java.util.List;

/** Finds what a misspelled name was probably meant to be. */
final class Nearest {

    private Nearest() {}

    /** {@code ; did you mean X?}, or nothing where no name is near. */
    static String hint(String typed, List<String> names) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int distance =
                    name.startsWith(typed) || typed.startsWith(name) && name.length() > 3 ? 1 : distance(typed, name);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return least <= Math.max(2, typed.length() / 2) ? "; did you mean " + nearest + "?" : "";
    }

    /** Levenshtein's distance, by the two-row method. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
