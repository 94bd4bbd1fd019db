/**
 * What the JDK does not reach of a POSIX file system, and names as bytes.
 *
 * <p>{@linkplain dev.holdfast.core.posix.Posix Posix} is the system as far as it is within reach: all of it through JNA
 * on 64-bit Linux, otherwise what the JDK alone can do. {@linkplain dev.holdfast.core.posix.PathBytes PathBytes} leads
 * from paths to bytes and back without a character set in between.
 */
@NullMarked
package dev.holdfast.core.posix;

import org.jspecify.annotations.NullMarked;
