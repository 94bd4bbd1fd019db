/**
 * The cipher SPI: sealing blocks so that only recipients can open them, and signing manifests.
 *
 * <p>A {@link dev.holdfast.api.cipher.ContentCipher} gives a <em>sealer</em> to a writer, who needs no secret, and an
 * <em>opener</em> to a reader, who needs one. {@link dev.holdfast.api.cipher.Signer} and
 * {@link dev.holdfast.api.cipher.Verifier} stand beside it: they prove who wrote a snapshot.
 */
@NullMarked
package dev.holdfast.api.cipher;

import org.jspecify.annotations.NullMarked;
