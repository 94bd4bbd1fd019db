/**
 * The local state of a repository: a cache of catalogs and descriptions, what large files need, and the last head that
 * was seen. It may be deleted at any time, and never overrules the repository.
 */
@NullMarked
package dev.holdfast.core.state;

import org.jspecify.annotations.NullMarked;
