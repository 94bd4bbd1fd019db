/** How the errors of a file system are told to people. */
@NullMarked
package dev.holdfast.core.failure;

import org.jspecify.annotations.NullMarked;
