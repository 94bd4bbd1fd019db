/** What went wrong with entries and files: met in one way, gathered, and told to people. */
@NullMarked
package dev.holdfast.core.failure;

import org.jspecify.annotations.NullMarked;
