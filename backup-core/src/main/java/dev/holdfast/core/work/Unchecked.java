package dev.holdfast.core.work;

import org.jspecify.annotations.Nullable;

/** Failures that one thread has met and another one throws. */
public final class Unchecked {

    private Unchecked() {}

    /** Throws a failure that is unchecked; does nothing with any other, nor with null. */
    public static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
