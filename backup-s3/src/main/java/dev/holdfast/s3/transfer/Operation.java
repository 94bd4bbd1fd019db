package dev.holdfast.s3.transfer;

import dev.holdfast.api.storage.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * One call, as its failure is told.
 *
 * @param verb what was tried: {@code store}
 * @param action the right that it needs: {@code s3:PutObject}
 * @param resource what a policy must allow that on: {@code arn:aws:s3:::bucket} or {@code arn:aws:s3:::bucket/prefix/*}
 * @param object {@code s3://bucket/prefix/key}, or the store for a listing
 * @param store {@code s3://bucket/prefix}
 * @param key the one object that it is about; null for listings and batches
 */
public record Operation(
        String verb,
        String action,
        String resource,
        String object,
        String store,
        @Nullable ObjectKey key) {

    @Override
    public String toString() {
        return verb + " " + object;
    }
}
