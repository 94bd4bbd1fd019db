package dev.holdfast.api;

/** Hears how far a run has come: from one thread, at most ten times a second, and once at the end. Must not block. */
@FunctionalInterface
public interface ProgressListener {

    void progress(Progress progress);
}
