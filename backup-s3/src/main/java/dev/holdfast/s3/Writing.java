package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * How objects are stored.
 *
 * @param volumeClass the storage class of volumes; null for the bucket's default
 * @param encryption {@code AES256} or {@code aws:kms}; null for the bucket's default
 * @param kmsKeyId null for the account's own key, and where KMS is not used
 * @param multipartFromBytes bodies larger than this are sent in parts
 */
record Writing(
        @Nullable String volumeClass,
        @Nullable String encryption,
        @Nullable String kmsKeyId,
        UploadChecksum checksum,
        long multipartFromBytes,
        long partBytes) {

    /** The classes with a minimum billable size have this one, and archive classes add 40 KiB to each object. */
    private static final long SMALLEST_IN_CLASS_BYTES = 128 * 1024;

    private static final long MAX_PARTS = 10_000;

    /** The class to ask for; empty for the default, which is STANDARD: everything must answer at once, but volumes. */
    Optional<String> storageClass(ObjectKind kind, long sizeBytes) {
        return kind == ObjectKind.VOLUME && sizeBytes >= SMALLEST_IN_CLASS_BYTES
                ? Optional.ofNullable(volumeClass)
                : Optional.empty();
    }

    /** Parts are equal but the last, and at most 10,000. */
    long partBytes(long sizeBytes) {
        return Math.max(partBytes, (sizeBytes + MAX_PARTS - 1) / MAX_PARTS);
    }

    void applyTo(PutObjectRequest.Builder request) {
        if (encryption != null) {
            request.serverSideEncryption(encryption).ssekmsKeyId(kmsKeyId);
            if (encryption.equals("aws:kms")) {
                // One request to KMS for many objects, instead of one for each.
                request.bucketKeyEnabled(true);
            }
        }
    }

    void applyTo(CreateMultipartUploadRequest.Builder request) {
        if (encryption != null) {
            request.serverSideEncryption(encryption).ssekmsKeyId(kmsKeyId);
            if (encryption.equals("aws:kms")) {
                // One request to KMS for many objects, instead of one for each.
                request.bucketKeyEnabled(true);
            }
        }
    }
}
