/**
 * What a repository's objects mean together: which <em>manifest</em> a snapshot has and who signed it, and at which
 * <em>place</em> in which volume a block lies now.
 */
@NullMarked
package dev.holdfast.core.repository;

import org.jspecify.annotations.NullMarked;
