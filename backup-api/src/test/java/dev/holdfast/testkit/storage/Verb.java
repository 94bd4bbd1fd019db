package dev.holdfast.testkit.storage;

/** The calls that a storage takes. */
public enum Verb {
    PUT,
    PUT_IF_ABSENT,
    REPLACE,
    OPEN,
    STAT,
    LIST,
    /** One call, however many keys it names. */
    DELETE;

    /** Whether the call stores an object. */
    public boolean isWrite() {
        return this == PUT || this == PUT_IF_ABSENT || this == REPLACE;
    }
}
