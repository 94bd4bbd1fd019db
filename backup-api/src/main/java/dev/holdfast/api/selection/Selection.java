package dev.holdfast.api.selection;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.selection.SelectionRule.Sense;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which entries of a source are kept: an ordered list of rules, of which the first that has an opinion decides. What
 * none has an opinion about is kept. Immutable; each method returns a longer selection.
 *
 * <pre>{@code
 * Selection.all().include("/home").include("/root").exclude("**")
 * }</pre>
 *
 * <p>Globs and regular expressions see the <em>full path</em> of an entry: the source as it was given, joined with the
 * path below it. With the source {@code /} that is {@code /home/jan}; with the relative source {@code data} it is
 * {@code data/jan}.
 *
 * <p>A directory that is excluded is not entered, unless an include before that rule may match something in it: then it
 * is kept with what is included below it, and left out if that is nothing. The source itself is always kept.
 *
 * <p>The rules that look into a directory or at a device, {@link #excludeIfPresent}, {@link #excludeCaches} and
 * {@link #excludeDeviceFiles}, are asked before all others, wherever they stand.
 */
public final class Selection {

    private static final Selection ALL = new Selection(List.of(), 0, false);

    private final List<SelectionRule> rules;
    /** How many of the rules are asked first. */
    private final int first;

    private final boolean followingLinks;

    private Selection(List<SelectionRule> rules, int first, boolean followingLinks) {
        this.rules = List.copyOf(rules);
        this.first = first;
        this.followingLinks = followingLinks;
    }

    /** Everything. */
    public static Selection all() {
        return ALL;
    }

    /**
     * Keeps what a {@link Glob} matches.
     *
     * @throws ConfigurationException if it is no pattern
     */
    public Selection include(String glob) {
        return include(Glob.of(glob));
    }

    public Selection include(Glob glob) {
        return last(List.of(new SelectionRule.ByGlob(Sense.INCLUDE, glob)));
    }

    /**
     * Leaves out what a {@link Glob} matches.
     *
     * @throws ConfigurationException if it is no pattern
     */
    public Selection exclude(String glob) {
        return exclude(Glob.of(glob));
    }

    public Selection exclude(Glob glob) {
        return last(List.of(new SelectionRule.ByGlob(Sense.EXCLUDE, glob)));
    }

    /**
     * Adds the globs of a file, in order. It has one a line; blanks around it, empty lines, lines that begin with
     * {@code #}, and a byte order mark of UTF-8 are skipped. {@code + } before a glob includes, {@code - } excludes,
     * nothing includes. The glob may stand in quotes, which keep blanks.
     *
     * @throws ConfigurationException if it cannot be read now, or a line is no pattern
     */
    public Selection includeList(Path file, ListSeparator separator) {
        return last(RuleList.read(file, Sense.INCLUDE, separator));
    }

    /** As {@link #includeList}, but a glob with nothing before it excludes. */
    public Selection excludeList(Path file, ListSeparator separator) {
        return last(RuleList.read(file, Sense.EXCLUDE, separator));
    }

    /**
     * Keeps each entry in whose path a {@link PathRegex} is found; says nothing about what is above or below.
     *
     * @throws ConfigurationException if it is no regular expression
     */
    public Selection includeRegex(String regex) {
        return last(List.of(new SelectionRule.ByRegex(Sense.INCLUDE, PathRegex.of(regex))));
    }

    /**
     * Leaves out each entry in whose path a {@link PathRegex} is found.
     *
     * @throws ConfigurationException if it is no regular expression
     */
    public Selection excludeRegex(String regex) {
        return last(List.of(new SelectionRule.ByRegex(Sense.EXCLUDE, PathRegex.of(regex))));
    }

    /**
     * Leaves out each directory that holds something of this name.
     *
     * @throws ConfigurationException if it is not a single name
     */
    public Selection excludeIfPresent(String name) {
        return excludeIfPresent(name.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #excludeIfPresent(String)}, for a name that is no text. */
    public Selection excludeIfPresent(byte[] name) {
        try {
            return first(new SelectionRule.IfPresent(EntryPath.ROOT.resolve(name)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "\"" + new String(name, StandardCharsets.UTF_8) + "\" is not the name of a file", e);
        }
    }

    /** Leaves out each directory that holds a valid <a href="https://bford.info/cachedir/">CACHEDIR.TAG</a>. */
    public Selection excludeCaches() {
        return first(new SelectionRule.Caches());
    }

    /** Leaves out character and block devices. */
    public Selection excludeDeviceFiles() {
        return first(new SelectionRule.DeviceFiles());
    }

    /** Leaves out what lies on another file system than the source itself, with its mount points. */
    public Selection excludeOtherFileSystems() {
        return last(List.of(new SelectionRule.OtherFileSystems()));
    }

    /** Leaves out regular files that were last modified before this time. */
    public Selection excludeOlderThan(Instant time) {
        return last(List.of(new SelectionRule.OlderThan(time)));
    }

    /**
     * Leaves out regular files of more than this many bytes.
     *
     * @throws ConfigurationException if it is negative
     */
    public Selection excludeLargerThan(long bytes) {
        if (bytes < 0) {
            throw new ConfigurationException("no file has a size of less than " + bytes + " bytes");
        }
        return last(List.of(new SelectionRule.LargerThan(bytes)));
    }

    /**
     * Takes what symbolic links lead to in their place. A link that leads nowhere, or to a directory that it lies in,
     * is kept as a link.
     */
    public Selection followLinks() {
        return new Selection(rules, first, true);
    }

    private Selection first(SelectionRule rule) {
        List<SelectionRule> longer = new ArrayList<>(rules);
        longer.add(first, rule);
        return new Selection(longer, first + 1, followingLinks);
    }

    private Selection last(List<SelectionRule> more) {
        List<SelectionRule> longer = new ArrayList<>(rules);
        longer.addAll(more);
        return new Selection(longer, first, followingLinks);
    }

    /** In the order in which they are asked; unmodifiable. */
    public List<SelectionRule> rules() {
        return rules;
    }

    public boolean isFollowingLinks() {
        return followingLinks;
    }

    /**
     * Refuses what cannot be meant for this source: a glob that matches neither it nor anything that could be below,
     * and a last rule that only includes, for everything else is included anyway. A backup does so before it reads
     * anything.
     *
     * @param source the path of the source as it will be given, as bytes
     * @throws ConfigurationException if there is such a rule
     */
    public void requireFits(byte[] source) {
        byte[] root = Glob.canonical(source);
        for (SelectionRule rule : rules) {
            if (rule instanceof SelectionRule.ByGlob byGlob
                    && !byGlob.glob().matches(root, true)
                    && !byGlob.glob().mayMatchBelow(root)) {
                throw new ConfigurationException("the rule \"" + rule + "\" cannot match anything in the source "
                        + new String(root, StandardCharsets.UTF_8)
                        + "; a pattern begins with the path of the source, or with **");
            }
        }
        SelectionRule last = rules.isEmpty() ? null : rules.get(rules.size() - 1);
        if (last instanceof SelectionRule.ByGlob byGlob && byGlob.sense() == Sense.INCLUDE
                || last instanceof SelectionRule.ByRegex byRegex && byRegex.sense() == Sense.INCLUDE) {
            throw new ConfigurationException(
                    "the last rule, \"" + last
                            + "\", only includes, but what no rule excludes is included anyway; end with exclude **, or leave it out");
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Selection other && rules.equals(other.rules) && followingLinks == other.followingLinks;
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules + (followingLinks ? ", following links" : "");
    }
}
