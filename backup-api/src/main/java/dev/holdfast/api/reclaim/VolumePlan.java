package dev.holdfast.api.reclaim;

/**
 * A volume that is not wholly needed.
 *
 * @param object its key
 * @param liveBytes of its blocks that a live snapshot needs
 * @param reason for people
 */
public record VolumePlan(String object, Action action, long sizeBytes, long liveBytes, String reason) {

    /** What happens to a volume. */
    public enum Action {
        /** Its live blocks are copied, then it is deleted. */
        COMPACT,
        /** It stays. */
        KEEP
    }
}
