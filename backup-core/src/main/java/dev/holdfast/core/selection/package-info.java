/**
 * Applying a selection to what a scanner meets. A <em>condition</em> is a rule that is ready to be asked: it includes,
 * excludes, has a directory <em>scanned</em> that may lead to something included, or has no opinion. <em>Own
 * places</em>, where a backup itself writes, are left out whatever a selection says.
 */
@NullMarked
package dev.holdfast.core.selection;

import org.jspecify.annotations.NullMarked;
