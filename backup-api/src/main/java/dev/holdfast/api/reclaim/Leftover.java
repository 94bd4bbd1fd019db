package dev.holdfast.api.reclaim;

/** An object that no live snapshot, record or run needs. Immutable. */
public interface Leftover {

    /** Its key. */
    String object();

    long sizeBytes();

    /** For people. */
    String reason();

    /** The key and the reason. */
    @Override
    String toString();
}
