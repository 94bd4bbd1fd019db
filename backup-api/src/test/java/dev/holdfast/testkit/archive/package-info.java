/** The contract that every archive format keeps, as a suite of tests. */
@NullMarked
package dev.holdfast.testkit.archive;

import org.jspecify.annotations.NullMarked;
