/**
 * The HTTP client below the SDK's: it goes through the {@linkplain dev.holdfast.s3.http.HttpProxy proxy} that other
 * programs use, and an {@linkplain dev.holdfast.s3.http.InterruptibleHttpClient interrupt} ends its requests. An
 * <em>exchange</em> is a request with its answer; an {@linkplain dev.holdfast.s3.http.ErrorPage error page} is one of a
 * server that is not S3.
 */
@NullMarked
package dev.holdfast.s3.http;

import org.jspecify.annotations.NullMarked;
