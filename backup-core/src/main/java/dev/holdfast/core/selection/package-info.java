/**
 * Selection: deciding, rule by rule, which entries of a source are kept. A <em>rule</em> includes or excludes what its glob
 * <em>pattern</em> matches; a directory that may lead to something included is <em>scanned</em>.
 */
@NullMarked
package dev.holdfast.core.selection;

import org.jspecify.annotations.NullMarked;
