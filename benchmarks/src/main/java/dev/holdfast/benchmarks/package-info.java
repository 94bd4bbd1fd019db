/**
 * Measuring Holdfast. A <em>workload</em> is a source tree made from a seed, with changes that can be applied to it; a
 * <em>sink</em> is a file or array that a generator fills; a <em>language</em> is what its texts are written in.
 */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
