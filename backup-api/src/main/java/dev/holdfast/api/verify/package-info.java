/**
 * Checking that a repository holds what it says: objects, blocks, chunks, or a comparison with a live tree.
 */
@NullMarked
package dev.holdfast.api.verify;

import org.jspecify.annotations.NullMarked;
