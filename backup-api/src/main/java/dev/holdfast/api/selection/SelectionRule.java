package dev.holdfast.api.selection;

import dev.holdfast.api.model.EntryPath;
import java.time.Instant;

/** One rule of a {@link Selection}. Each has an opinion about some entries and none about the others. */
public sealed interface SelectionRule {

    /** What a rule does with what it matches. */
    enum Sense {
        INCLUDE,
        EXCLUDE
    }

    /**
     * Includes or excludes what a glob matches. An include also has the directories scanned that may lead to a match.
     */
    record ByGlob(Sense sense, Glob glob) implements SelectionRule {

        @Override
        public String toString() {
            return (sense == Sense.INCLUDE ? "include " : "exclude ") + glob;
        }
    }

    /** Includes or excludes the path itself, neither what is above nor what is below. */
    record ByRegex(Sense sense, PathRegex regex) implements SelectionRule {

        @Override
        public String toString() {
            return (sense == Sense.INCLUDE ? "include by regular expression " : "exclude by regular expression ")
                    + regex;
        }
    }

    /**
     * Excludes a directory that holds something of this name, whatever it is.
     *
     * @param name a single name
     */
    record IfPresent(EntryPath name) implements SelectionRule {

        @Override
        public String toString() {
            return "exclude if present " + name;
        }
    }

    /** Excludes a directory that is marked by a valid {@code CACHEDIR.TAG}. */
    record Caches() implements SelectionRule {

        @Override
        public String toString() {
            return "exclude caches";
        }
    }

    /** Excludes character and block devices. */
    record DeviceFiles() implements SelectionRule {

        @Override
        public String toString() {
            return "exclude device files";
        }
    }

    /** Excludes what lies on another file system than the source itself, mount points too. */
    record OtherFileSystems() implements SelectionRule {

        @Override
        public String toString() {
            return "exclude other file systems";
        }
    }

    /** Excludes regular files that were last modified before a time. */
    record OlderThan(Instant time) implements SelectionRule {

        @Override
        public String toString() {
            return "exclude older than " + time;
        }
    }

    /** Excludes regular files of more than this many bytes. */
    record LargerThan(long bytes) implements SelectionRule {

        @Override
        public String toString() {
            return "exclude larger than " + bytes + " bytes";
        }
    }
}
