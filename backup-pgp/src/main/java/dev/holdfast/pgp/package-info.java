/**
 * Sealing blocks and signing manifests with OpenPGP keys.
 *
 * <p>A <em>recipient</em> is a certificate (public key) whose owner will open the blocks; it is all that a host needs
 * to back up. A <em>secret key</em> opens them. A <em>signer</em> is the key that signs manifests, an <em>expected
 * signer</em> a certificate that a reader insists on.
 */
@NullMarked
package dev.holdfast.pgp;

import org.jspecify.annotations.NullMarked;
