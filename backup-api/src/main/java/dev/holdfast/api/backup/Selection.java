package dev.holdfast.api.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which entries of a source are kept: an ordered list of rules, of which the first that matches decides; what none matches
 * is kept. Immutable.
 *
 * <p>A pattern is compared with the full path of an entry: the source as given, joined with the path below it. {@code *}
 * stands for any characters but a slash, {@code **} for any characters, {@code ?} for one that is no slash,
 * {@code [abc]} and {@code [!abc]} for one of a class. A pattern also matches everything below what it matches. An
 * include keeps the directories that lead to it.
 */
public final class Selection {

    private static final Selection ALL = new Selection(List.of());

    private final List<Rule> rules;

    private Selection(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Everything. */
    public static Selection all() {
        return ALL;
    }

    /** Begins with a rule that keeps what matches. */
    public static Selection include(String pattern) {
        return ALL.thenInclude(pattern);
    }

    /** Begins with a rule that leaves out what matches. */
    public static Selection exclude(String pattern) {
        return ALL.thenExclude(pattern);
    }

    /** Adds a rule that keeps what matches, unless an earlier rule has decided. */
    public Selection thenInclude(String pattern) {
        return with(new Rule(Sense.INCLUDE, pattern));
    }

    /** Adds a rule that leaves out what matches, unless an earlier rule has decided. */
    public Selection thenExclude(String pattern) {
        return with(new Rule(Sense.EXCLUDE, pattern));
    }

    private Selection with(Rule rule) {
        List<Rule> longer = new ArrayList<>(rules);
        longer.add(rule);
        return new Selection(longer);
    }

    /** In order; unmodifiable. */
    public List<Rule> rules() {
        return rules;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Selection other && rules.equals(other.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }

    /** What a rule does with what it matches. */
    public enum Sense {
        INCLUDE,
        EXCLUDE
    }

    /**
     * One rule.
     *
     * @param pattern not empty, without {@code //}
     */
    public record Rule(Sense sense, String pattern) {

        public Rule {
            Objects.requireNonNull(sense, "sense");
            if (pattern.isEmpty() || pattern.contains("//")) {
                throw new IllegalArgumentException("not a pattern: \"" + pattern + "\"");
            }
        }
    }
}
