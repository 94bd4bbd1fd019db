/**
 * The repository's objects in a store: their <em>layout</em>, that is their keys, and reading and writing them whole
 * with every byte checked and every failure said in the library's errors.
 */
@NullMarked
package dev.holdfast.core.store;

import org.jspecify.annotations.NullMarked;
