/**
 * Where a program begins: {@link dev.holdfast.core.Holdfast#repository()} starts the sentence that opens a repository.
 */
@NullMarked
package dev.holdfast.core;

import org.jspecify.annotations.NullMarked;
