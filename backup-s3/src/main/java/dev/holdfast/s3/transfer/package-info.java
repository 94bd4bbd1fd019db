/**
 * What every call to S3 has in common, whatever it does: an {@link dev.holdfast.s3.transfer.Operation operation} names
 * it in messages, {@link dev.holdfast.s3.transfer.Calls calls} send it at the server's pace and turn its failures into
 * ours, and two streams carry bodies up and down under a bandwidth limit and a deadline.
 */
@NullMarked
package dev.holdfast.s3.transfer;

import org.jspecify.annotations.NullMarked;
