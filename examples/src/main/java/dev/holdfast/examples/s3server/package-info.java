/**
 * A small S3 server over any {@linkplain dev.holdfast.api.storage.Storage storage}, so that an example needs no
 * account. It knows the calls that Holdfast makes with volumes of up to 64 MiB, listens on the loopback interface, and
 * trusts whoever reaches it.
 */
@NullMarked
package dev.holdfast.examples.s3server;

import org.jspecify.annotations.NullMarked;
