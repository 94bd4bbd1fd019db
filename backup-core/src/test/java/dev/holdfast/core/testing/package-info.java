/** Trees of files for tests, and their comparison. */
@NullMarked
package dev.holdfast.core.testing;

import org.jspecify.annotations.NullMarked;
