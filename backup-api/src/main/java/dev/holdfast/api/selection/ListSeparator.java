package dev.holdfast.api.selection;

/** What stands between the rules of a list. */
public enum ListSeparator {
    NEWLINE('\n'),
    /** For names with newlines in them, as {@code find -print0} writes them. */
    NUL('\0');

    private final char character;

    ListSeparator(char character) {
        this.character = character;
    }

    char character() {
        return character;
    }
}
