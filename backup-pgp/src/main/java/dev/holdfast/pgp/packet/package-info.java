/**
 * The frame that OpenPGP puts around everything.
 *
 * <p>A <em>packet</em> is a header, which says type and length, and a body. Keys, messages and signatures are sequences
 * of packets.
 */
@NullMarked
package dev.holdfast.pgp.packet;

import org.jspecify.annotations.NullMarked;
