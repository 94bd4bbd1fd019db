/**
 * What an application calls: an open repository, its snapshots, and the operations on them.
 *
 * <p>A <em>repository</em> is one place in a store that holds one set of backups. A <em>snapshot</em> is the complete state
 * of the sources at one time; a <em>chain</em> is a full snapshot and the incremental ones after it, which share stored
 * content. The <em>log</em> is the numbered sequence of records that says which snapshots are valid; its newest record is
 * the <em>head</em>.
 */
@NullMarked
package dev.holdfast.api;

import org.jspecify.annotations.NullMarked;
