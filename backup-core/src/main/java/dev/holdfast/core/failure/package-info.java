/** The errors of a file system: met in one way, and told to people. */
@NullMarked
package dev.holdfast.core.failure;

import org.jspecify.annotations.NullMarked;
