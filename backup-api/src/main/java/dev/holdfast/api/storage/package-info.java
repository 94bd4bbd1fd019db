/**
 * The storage SPI: opaque objects under flat keys.
 *
 * <p>A <em>store</em> holds <em>objects</em>; an object has a {@link dev.holdfast.api.storage.ObjectKey key}, bytes
 * that never change while they are there (but for the lease), and a {@link dev.holdfast.api.storage.ObjectKind kind}
 * from which a store may choose a storage class. A store knows nothing of snapshots, encryption or retries.
 */
@NullMarked
package dev.holdfast.api.storage;

import org.jspecify.annotations.NullMarked;
