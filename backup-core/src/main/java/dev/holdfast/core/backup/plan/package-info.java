/**
 * What a backup is asked to do: its sources as one sequence in path order, and what its run works with.
 */
@NullMarked
package dev.holdfast.core.backup.plan;

import org.jspecify.annotations.NullMarked;
