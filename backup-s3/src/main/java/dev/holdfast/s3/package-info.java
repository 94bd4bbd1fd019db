/**
 * The S3 storage: {@link dev.holdfast.s3.S3Storage}, made by its builder or from an {@code s3://} URI.
 *
 * <p>A <em>bucket</em> here includes the prefix under which all objects lie. <em>Writing</em> covers everything that
 * decides how an object is stored: class, encryption, checksum.
 */
@NullMarked
package dev.holdfast.s3;

import org.jspecify.annotations.NullMarked;
