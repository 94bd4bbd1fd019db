/**
 * Choosing what of a source is backed up. A {@link dev.holdfast.api.selection.Selection} is an ordered list of
 * <em>rules</em>; the first that has an opinion about an entry decides. A <em>glob</em> is a pattern for paths with
 * wildcards; a <em>list</em> is a file with a rule in each line.
 */
@NullMarked
package dev.holdfast.api.selection;

import org.jspecify.annotations.NullMarked;
