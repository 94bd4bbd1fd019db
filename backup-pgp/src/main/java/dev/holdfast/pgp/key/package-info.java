/**
 * Keys as {@code gpg} exports them.
 *
 * <p>A <em>certificate</em> is a primary key with user ids and subkeys, each bound to it by signatures; a <em>secret
 * key</em> file holds the same with the secret parts, usually under a passphrase. A key is used only for what its
 * verified signatures allow, at the time at hand.
 */
@NullMarked
package dev.holdfast.pgp.key;

import org.jspecify.annotations.NullMarked;
