/**
 * The rules of the whole code base, as tests. They live here because this module sees all others. A <em>library
 * class</em> is one of a published module; an <em>exported</em> type is public in a package that its module exports.
 */
@NullMarked
package dev.holdfast.architecture;

import org.jspecify.annotations.NullMarked;
