/**
 * Restoring without Holdfast: <em>by hand</em> means with the script of the documentation and the programs that it
 * needs.
 */
@NullMarked
package dev.holdfast.byhand;

import org.jspecify.annotations.NullMarked;
