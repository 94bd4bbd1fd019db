package dev.holdfast.api.selection;

import dev.holdfast.api.error.ConfigurationException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of {@link Pattern} that is looked for anywhere in a full path. Bytes that are no UTF-8 are seen
 * as U+DC80 to U+DCFF. Immutable.
 */
public final class PathRegex {

    private final Pattern pattern;

    private PathRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws ConfigurationException if it is no regular expression */
    public static PathRegex of(String regex) {
        try {
            return new PathRegex(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new ConfigurationException(
                    "\"" + regex + "\" is no regular expression: " + e.getDescription()
                            + (e.getIndex() < 0 ? "" : " at position " + (e.getIndex() + 1)),
                    e);
        }
    }

    /** Whether it is found in this path. */
    public boolean isFoundIn(byte[] path) {
        return pattern.matcher(Characters.text(path)).find();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PathRegex other && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
