package dev.holdfast.api.reclaim;

/**
 * An object that no live snapshot, record or run needs.
 *
 * @param object its key
 * @param reason for people
 */
public record Leftover(String object, long sizeBytes, String reason) {}
