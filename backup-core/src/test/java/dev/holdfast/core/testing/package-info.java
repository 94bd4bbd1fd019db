/** What tests of several packages need: trees of files and their comparison, repositories, a clock, a cipher. */
@NullMarked
package dev.holdfast.core.testing;

import org.jspecify.annotations.NullMarked;
