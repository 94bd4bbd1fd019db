package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.s3.transfer.Operation;
import dev.holdfast.s3.transfer.PartBody;
import dev.holdfast.s3.transfer.UploadBody;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Stores objects, in one request or in parts, and compares the server's checksum with ours. Thread-safe. */
final class Upload {

    /** Whoever interrupts does not want to wait for the server once more. */
    private static final Duration INTERRUPTED_ABORT = Duration.ofSeconds(2);

    private final Access access;
    private final Bucket bucket;
    private final Writing writing;

    Upload(Access access, Writing writing) {
        this.access = access;
        this.bucket = access.bucket();
        this.writing = writing;
    }

    Operation operation(ObjectKey key) {
        return bucket.operation("store", "s3:PutObject", key);
    }

    String checksum(ObjectBody body) throws IOException {
        return writing.checksum().of(body);
    }

    ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        if (body.sizeBytes() > writing.multipartFromBytes()) {
            return putParts(key, body, kind);
        }
        String checksum = checksum(body);
        return access.calls().run(operation(key), () -> putWhole(key, body, kind, checksum, unconditional -> {}));
    }

    /** One try of one request, for {@link dev.holdfast.s3.transfer.Calls#run}. */
    ObjectInfo putWhole(
            ObjectKey key,
            ObjectBody body,
            ObjectKind kind,
            String checksum,
            Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        String storageClass = writing.storageClass(kind, body.sizeBytes()).orElse(null);
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .storageClass(storageClass)
                .overrideConfiguration(Access.within(access.deadlines().transfer(body.sizeBytes())));
        switch (writing.checksum()) {
            // The algorithm's name by itself says nothing more, but a bucket that locks objects may ask for it.
            case CRC32C -> request.checksumCRC32C(checksum).checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
            case CONTENT_MD5 -> request.contentMD5(checksum);
            case NONE -> {}
        }
        writing.applyTo(request);
        condition.accept(request);
        Operation operation = operation(key);
        try (UploadBody sent = access.upload(body)) {
            PutObjectResponse stored = access.client().putObject(request.build(), sent.toRequest());
            compare(operation, checksum, stored.checksumCRC32C());
            return access.info(operation, key, body.sizeBytes(), stored.eTag(), storageClass);
        }
    }

    private ObjectInfo putParts(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        Operation operation = bucket.operation("store in parts", "s3:PutObject", key);
        String storageClass = writing.storageClass(kind, body.sizeBytes()).orElse(null);
        String uploadId = start(operation, key, storageClass);
        try {
            List<CompletedPart> parts = sendParts(operation, key, body, uploadId);
            String etag = complete(operation, key, uploadId, parts);
            return access.info(operation, key, body.sizeBytes(), etag, storageClass);
        } catch (IOException | RuntimeException e) {
            abort(key, uploadId, e);
            throw e;
        }
    }

    private String start(Operation operation, ObjectKey key, @Nullable String storageClass) throws IOException {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .storageClass(storageClass)
                .overrideConfiguration(access.promptly());
        if (writing.checksum() == UploadChecksum.CRC32C) {
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
        }
        writing.applyTo(request);
        CreateMultipartUploadRequest described = request.build();
        return access.calls().run(operation, () -> {
            String uploadId = access.client().createMultipartUpload(described).uploadId();
            if (uploadId == null) {
                throw access.failures().notS3(operation, "upload id");
            }
            return uploadId;
        });
    }

    private List<CompletedPart> sendParts(Operation operation, ObjectKey key, ObjectBody body, String uploadId)
            throws IOException {
        long partBytes = writing.partBytes(body.sizeBytes());
        List<CompletedPart> parts = new ArrayList<>();
        for (long offset = 0; offset < body.sizeBytes(); offset += partBytes) {
            ObjectBody part = new PartBody(body, offset, Math.min(partBytes, body.sizeBytes() - offset));
            parts.add(sendPart(operation, key, part, uploadId, parts.size() + 1));
        }
        return parts;
    }

    private CompletedPart sendPart(Operation operation, ObjectKey key, ObjectBody part, String uploadId, int number)
            throws IOException {
        String checksum = writing.checksum().of(part);
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .uploadId(uploadId)
                .partNumber(number)
                .overrideConfiguration(Access.within(access.deadlines().transfer(part.sizeBytes())));
        switch (writing.checksum()) {
            case CRC32C -> request.checksumCRC32C(checksum);
            case CONTENT_MD5 -> request.contentMD5(checksum);
            case NONE -> {}
        }
        return access.calls().run(operation, () -> {
            try (UploadBody sent = access.upload(part)) {
                UploadPartResponse stored = access.client().uploadPart(request.build(), sent.toRequest());
                compare(operation, checksum, stored.checksumCRC32C());
                return CompletedPart.builder()
                        .partNumber(number)
                        .eTag(stored.eTag())
                        .checksumCRC32C(stored.checksumCRC32C())
                        .build();
            }
        });
    }

    private String complete(Operation operation, ObjectKey key, String uploadId, List<CompletedPart> parts)
            throws IOException {
        // The server puts the parts together before it answers: minutes for the largest objects.
        Duration deadline = access.deadlines().answer().plusSeconds(parts.size());
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts))
                .overrideConfiguration(Access.within(deadline))
                .build();
        return access.calls().run(operation, () -> {
            String etag = access.client().completeMultipartUpload(request).eTag();
            if (etag == null) {
                throw access.failures().notS3(operation, "ETag");
            }
            return etag;
        });
    }

    /** At best effort: the right to abort may be missing, and the bucket's lifecycle rule removes what is left. */
    private void abort(ObjectKey key, String uploadId, Exception reason) {
        // The client would refuse to send it.
        boolean interrupted = Thread.interrupted();
        AbortMultipartUploadRequest request = AbortMultipartUploadRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .uploadId(uploadId)
                .overrideConfiguration(Access.within(
                        interrupted ? INTERRUPTED_ABORT : access.deadlines().answer()))
                .build();
        try {
            access.client().abortMultipartUpload(request);
        } catch (SdkException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void compare(Operation operation, String sent, @Nullable String stored) throws IOException {
        if (writing.checksum() == UploadChecksum.CRC32C && stored != null && !stored.equals(sent)) {
            throw new IOException("cannot " + operation + ": the server stored other bytes; CRC32C sent " + sent
                    + ", answered " + stored);
        }
    }
}
