/**
 * What a run continues: the <em>parent</em> snapshot with its catalog and needs, or a new chain.
 */
@NullMarked
package dev.holdfast.core.backup.chain;

import org.jspecify.annotations.NullMarked;
