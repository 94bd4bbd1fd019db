/**
 * Reading what is to be backed up.
 *
 * <p>A {@linkplain dev.holdfast.core.source.Scanner scanner} walks a <em>root</em> in path order and gives a
 * {@linkplain dev.holdfast.core.source.SourceEntry source entry} for each thing it meets, with its
 * {@linkplain dev.holdfast.core.source.FileMetadata metadata} or with the
 * {@linkplain dev.holdfast.core.source.SourceProblem problem} that kept it from reading it. A
 * {@linkplain dev.holdfast.core.source.SourceFile source file} is a regular file that is being read, and knows in the
 * end whether it held still.
 */
@NullMarked
package dev.holdfast.core.source;

import org.jspecify.annotations.NullMarked;
