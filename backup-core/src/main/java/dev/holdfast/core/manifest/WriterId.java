package dev.holdfast.core.manifest;

import dev.holdfast.core.json.JsonReader;

/** The form of a writer's id, {@code 20261123T081500Z-0123456789ab}, checked without a pattern since references are many. */
final class WriterId {

    private static final String FORM = "ddddddddTddddddZ-xxxxxxxxxxxx";

    private WriterId() {}

    static boolean isValid(String id) {
        boolean valid = id.length() == FORM.length();
        for (int i = 0; valid && i < id.length(); i++) {
            char c = id.charAt(i);
            char form = FORM.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            valid = form == 'd' ? digit : form == 'x' ? digit || c >= 'a' && c <= 'f' : c == form;
        }
        return valid;
    }

    /** The decimal number that a text ends with. */
    static int number(String text, int from, JsonReader json) {
        long number = 0;
        int digits = text.length() - from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || digits > 10) {
                throw json.malformed("expected a number behind the last slash of \"" + text + "\"");
            }
            number = number * 10 + (c - '0');
        }
        if (digits == 0 || number > Integer.MAX_VALUE) {
            throw json.malformed("expected a number behind the last slash of \"" + text + "\"");
        }
        return (int) number;
    }
}
