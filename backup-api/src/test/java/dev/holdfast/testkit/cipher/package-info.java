/**
 * The contract suite for ciphers, and a cipher that a test scripts.
 *
 * <p>An implementer extends {@link dev.holdfast.testkit.cipher.ContentCipherContract} and says how to make a cipher
 * that seals, one that opens, and a stranger's.
 */
@NullMarked
package dev.holdfast.testkit.cipher;

import org.jspecify.annotations.NullMarked;
