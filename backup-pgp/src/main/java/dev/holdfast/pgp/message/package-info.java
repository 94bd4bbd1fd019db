/**
 * Sealed blocks as OpenPGP messages.
 *
 * <p>A <em>message</em> is a <em>head</em> (one encrypted-session-key packet, ESK, for each recipient or passphrase)
 * and a <em>body</em> (one integrity-protected packet, SEIPD version 1). All messages of one sealer have the same head.
 * The layout, byte by byte, is described at {@link dev.holdfast.pgp.message.BodyWriter}.
 */
@NullMarked
package dev.holdfast.pgp.message;

import org.jspecify.annotations.NullMarked;
