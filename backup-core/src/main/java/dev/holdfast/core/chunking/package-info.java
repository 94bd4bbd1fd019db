/**
 * Cutting files into chunks at places that their content decides.
 *
 * <p>A <em>chunk</em> is a piece of a file. A <em>boundary</em>, the place between two chunks, depends on the secret of
 * the chain, on the sizes allowed and on the bytes of the chunk that it ends, and on nothing else: so an insertion
 * moves only the boundaries near it, and the chunks' sizes tell nobody without the secret which file they belong to.
 * Chunk sizes grow with the file in a few <em>classes</em>.
 */
@NullMarked
package dev.holdfast.core.chunking;

import org.jspecify.annotations.NullMarked;
