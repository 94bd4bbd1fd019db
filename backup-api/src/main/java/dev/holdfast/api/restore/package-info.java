/**
 * Bringing content back: the request, what to do where something is in the way, and the result. A <em>plan</em> tells
 * what it would take; volumes in archive classes of a store are <em>frozen</em> until they have <em>thawed</em>.
 *
 * <pre>{@code
 * Snapshot lastWeek = repository.snapshots().asOf(Instant.now().minus(Duration.ofDays(7)));
 * lastWeek.restore().path("home/jan/notes.txt").as(Path.of("notes-last-week.txt")).run().requireComplete();
 *
 * RestoreResult all = lastWeek.restore().into(emptyDirectory).run();
 * all.failures().forEach(failure -> report(failure.path() + ": " + failure.reason()));
 * }</pre>
 */
@NullMarked
package dev.holdfast.api.restore;

import org.jspecify.annotations.NullMarked;
