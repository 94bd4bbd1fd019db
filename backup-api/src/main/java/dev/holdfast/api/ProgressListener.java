package dev.holdfast.api;

/**
 * Hears how far a run has come: one call at a time, at most ten a second, from a thread of the engine, and once at the
 * end from the thread that called {@code run}. One that is slow delays the reports of all runs that share its workers,
 * and the end of its own run, nothing else; an interrupted run does not wait for it, and has no last report then. What
 * it throws, an {@link Error} too, is logged, and the run goes on.
 */
@FunctionalInterface
public interface ProgressListener {

    void progress(Progress progress);
}
