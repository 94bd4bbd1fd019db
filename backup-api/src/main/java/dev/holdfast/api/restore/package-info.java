/**
 * Bringing content back: the request, what to do where something is in the way, and the result.
 *
 * <pre>{@code
 * Snapshot lastWeek = repository.snapshots().asOf(Instant.now().minus(Duration.ofDays(7)));
 * lastWeek.restore().path("home/jan/notes.txt").as(Path.of("notes-last-week.txt")).run();
 *
 * RestoreResult all = lastWeek.restore().into(emptyDirectory).run();
 * all.failures().forEach(failure -> report(failure.path() + ": " + failure.reason()));
 * }</pre>
 */
@NullMarked
package dev.holdfast.api.restore;

import org.jspecify.annotations.NullMarked;
