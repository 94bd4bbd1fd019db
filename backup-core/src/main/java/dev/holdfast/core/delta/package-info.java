/**
 * How two states differ: the <em>comparison</em> of two entries, the <em>moves</em> among removed and added files, the
 * <em>tally</em> of all differences, and the merge of two listings, which passes the pages that they share.
 */
@NullMarked
package dev.holdfast.core.delta;

import org.jspecify.annotations.NullMarked;
