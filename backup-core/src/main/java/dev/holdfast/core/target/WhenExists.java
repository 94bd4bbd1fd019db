package dev.holdfast.core.target;

/** What to do if the name of a new entry is taken. A directory is never replaced. */
public enum WhenExists {
    FAIL,
    REPLACE
}
