/**
 * Writing what is restored.
 *
 * <p>A {@linkplain dev.holdfast.core.target.TargetDirectory target directory} is the place below which everything
 * stays. A {@linkplain dev.holdfast.core.target.NewEntry new entry} lies under a temporary name until it is committed.
 * The {@linkplain dev.holdfast.core.target.MetadataWriter metadata writer} gives it its metadata, each part on its own;
 * what could not be given is {@linkplain dev.holdfast.core.target.Unapplied unapplied}, a value and not an error.
 */
@NullMarked
package dev.holdfast.core.target;

import org.jspecify.annotations.NullMarked;
