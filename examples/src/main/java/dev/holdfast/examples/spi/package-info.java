/**
 * A storage, a cipher and an archive format of an application's own. Each passes the library's contract suite; each is
 * written to be read, not to be quick.
 */
@NullMarked
package dev.holdfast.examples.spi;

import org.jspecify.annotations.NullMarked;
