package dev.holdfast.s3;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.transfer.DownloadStream;
import dev.holdfast.s3.transfer.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads objects, and what the store says of them. Thread-safe. */
final class Download {

    private final Access access;
    private final Bucket bucket;

    Download(Access access) {
        this.access = access;
        this.bucket = access.bucket();
    }

    InputStream open(ObjectKey key, ByteRange range) throws IOException {
        Operation operation = bucket.operation("read", "s3:GetObject", key);
        Optional<ResponseInputStream<GetObjectResponse>> found = access.calls().run(operation, () -> get(key, range));
        return found.isEmpty() ? InputStream.nullInputStream() : open(operation, found.get(), range);
    }

    /** Both from one answer. */
    Optional<ConditionalStorage.Seen> see(ObjectKey key, int maxBytes) throws IOException {
        Operation operation = bucket.operation("read", "s3:GetObject", key);
        try {
            ResponseInputStream<GetObjectResponse> answer = access.calls()
                    .run(operation, () -> get(key, ByteRange.ALL))
                    .orElseThrow(() -> access.failures().notS3(operation, "body"));
            try (InputStream in = open(operation, answer, ByteRange.ALL)) {
                return Optional.of(new ConditionalStorage.Seen(
                        in.readNBytes(maxBytes),
                        Access.version(answer.response().eTag())));
            }
        } catch (ObjectNotFoundException absent) {
            return Optional.empty();
        }
    }

    private InputStream open(Operation operation, ResponseInputStream<GetObjectResponse> answer, ByteRange range)
            throws IOException {
        try {
            return body(operation, answer, range);
        } catch (IOException | RuntimeException e) {
            answer.abort();
            throw e;
        }
    }

    /** The answer; nothing where S3 refuses a range of an empty object, as it does even from its start. */
    private Optional<ResponseInputStream<GetObjectResponse>> get(ObjectKey key, ByteRange range) {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .overrideConfiguration(access.promptly());
        if (range.offset() > 0 || range.end() != Long.MAX_VALUE) {
            request.range("bytes=" + range.offset() + "-" + (range.end() == Long.MAX_VALUE ? "" : range.end() - 1));
        }
        try {
            return Optional.of(access.client().getObject(request.build(), ResponseTransformer.toInputStream()));
        } catch (S3Exception e) {
            if (e.statusCode() == 416 && range.offset() == 0) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private InputStream body(Operation operation, ResponseInputStream<GetObjectResponse> answer, ByteRange range)
            throws IOException {
        GetObjectResponse head = answer.response();
        if (head.contentLength() == null || head.eTag() == null) {
            throw access.failures().notS3(operation, "length or ETag");
        }
        String contentRange = head.contentRange();
        if (contentRange == null ? range.offset() > 0 : !contentRange.startsWith("bytes " + range.offset() + "-")) {
            throw new PermanentStorageException("cannot " + operation + ": asked for bytes from " + range.offset()
                    + ", the server sends " + (contentRange == null ? "the whole object" : contentRange));
        }
        long length = Math.min(head.contentLength(), range.length());
        return new DownloadStream(
                answer, operation, length, access.deadlines().transfer(length), access.time(), access.limit());
    }

    Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        Operation operation = bucket.operation("look up", "s3:GetObject", key);
        try {
            HeadObjectResponse head = head(operation, key);
            return Optional.of(info(operation, key, head));
        } catch (ObjectNotFoundException absent) {
            return Optional.empty();
        }
    }

    HeadObjectResponse head(Operation operation, ObjectKey key) throws IOException {
        HeadObjectRequest request = HeadObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .overrideConfiguration(access.promptly())
                .build();
        return access.calls().run(operation, () -> {
            HeadObjectResponse head = access.client().headObject(request);
            if (head.contentLength() == null || head.eTag() == null) {
                throw access.failures().notS3(operation, "length or ETag");
            }
            return head;
        });
    }

    /** What is stored under a key, if this mark is in its metadata; the result is empty too if nothing is there. */
    Optional<ObjectInfo> find(ObjectKey key, String mark) throws IOException {
        Operation operation = bucket.operation("read back", "s3:GetObject", key);
        try {
            HeadObjectResponse head = head(operation, key);
            // By the value alone: servers answer with names in capitals of their own.
            return head.metadata().containsValue(mark) ? Optional.of(info(operation, key, head)) : Optional.empty();
        } catch (ObjectNotFoundException absent) {
            return Optional.empty();
        }
    }

    private ObjectInfo info(Operation operation, ObjectKey key, HeadObjectResponse head) throws IOException {
        ObjectInfo info = access.info(operation, key, head.contentLength(), head.eTag(), head.storageClassAsString());
        return head.lastModified() == null ? info : info.storedAt(head.lastModified());
    }
}
