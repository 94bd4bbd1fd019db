package dev.holdfast.api.reclaim;

/** A volume that is not wholly needed. Immutable. */
public interface VolumePlan {

    /** What happens to a volume. */
    enum Action {
        /** Its live blocks are copied, then it is deleted. */
        COMPACT,
        /** It stays. */
        KEEP
    }

    /** Its key. */
    String object();

    Action action();

    long sizeBytes();

    /** Of its blocks that a live snapshot needs. */
    long liveBytes();

    /** For people. */
    String reason();

    /** What happens, the key, and the reason. */
    @Override
    String toString();
}
