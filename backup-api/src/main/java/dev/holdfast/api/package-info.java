/**
 * What an application calls: an open repository, its snapshots, and the operations on them.
 *
 * <p>A <em>repository</em> is one place in a store that holds one set of backups. A <em>snapshot</em> is the complete
 * state of the sources at one time; a <em>chain</em> is a full snapshot and the incremental ones after it, which share
 * stored content. The <em>log</em> is the numbered sequence of records that says which snapshots are valid; its newest
 * record is the <em>head</em>.
 *
 * <p>A program begins with {@code dev.holdfast.core.Holdfast.repository()}, which opens a
 * {@link dev.holdfast.api.BackupRepository}. From there on:
 *
 * <ul>
 *   <li>{@link dev.holdfast.api.BackupRepository#backup() backup()}, refined, then {@code run()}, gives a
 *       {@link dev.holdfast.api.backup.BackupResult};
 *   <li>{@link dev.holdfast.api.BackupRepository#snapshots() snapshots()} finds a {@link dev.holdfast.api.Snapshot} by
 *       time or name, which lists its entries, opens single files, and begins a
 *       {@link dev.holdfast.api.restore.Restore};
 *   <li>{@link dev.holdfast.api.BackupRepository#find() find()} looks for a file in all snapshots, and
 *       {@link dev.holdfast.api.BackupRepository#diff diff()} compares two of them;
 *   <li>{@link dev.holdfast.api.BackupRepository#verify() verify()} checks what is stored;
 *   <li>{@link dev.holdfast.api.BackupRepository#retention() retention()} plans which snapshots go, and
 *       {@link dev.holdfast.api.BackupRepository#undo() undo()} takes a removal back;
 *   <li>{@link dev.holdfast.api.BackupRepository#reclaim() reclaim()} plans how space is got back;
 *   <li>{@link dev.holdfast.api.BackupRepository#status() status()} tells chains, sizes, and what is left over.
 * </ul>
 *
 * <p>Requests are built and run by one thread; everything else is safe for several. Runs block the calling thread,
 * report to a {@link dev.holdfast.api.ProgressListener}, and end by an interrupt. All failures are
 * {@link dev.holdfast.api.error.BackupException}s. What single files failed with, what a check found and what could not
 * be deleted is in the result, and fails a program only where it asks the result, by {@code requireComplete()} or
 * {@link dev.holdfast.api.verify.VerifyResult#requireNoFindings requireNoFindings()}.
 * What {@code toString} gives is one line for people, in words that may change. Arguments that mean nothing are
 * {@link IllegalArgumentException}s, and calls that do not fit each other {@link IllegalStateException}s.
 */
@NullMarked
package dev.holdfast.api;

import org.jspecify.annotations.NullMarked;
