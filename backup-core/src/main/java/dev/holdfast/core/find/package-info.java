/**
 * Looking for entries in many snapshots: what is sought, the <em>walk</em> that reads shared pages once, and the
 * histories of the paths that were found.
 */
@NullMarked
package dev.holdfast.core.find;

import org.jspecify.annotations.NullMarked;
