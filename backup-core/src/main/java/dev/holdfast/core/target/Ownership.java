package dev.holdfast.core.target;

/** To whom restored entries are given. */
public enum Ownership {
    /** To the user and group of the recorded names, where this system has them, otherwise by number. */
    BY_NAME,
    /** By the recorded numbers. */
    BY_NUMBER,
    /** To whoever restores. */
    NOT_KEPT
}
