/**
 * What a run continues: the <em>parent</em> snapshot with its catalog and needs, or a new chain; and the
 * <em>damage</em> to the parent, which it must not build on.
 */
@NullMarked
package dev.holdfast.core.backup.chain;

import org.jspecify.annotations.NullMarked;
