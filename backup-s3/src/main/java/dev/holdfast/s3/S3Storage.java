package dev.holdfast.s3;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.s3.transfer.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Stores objects in an S3 bucket, under a prefix.
 *
 * <pre>{@code
 * S3Storage storage = S3Storage.builder()
 *         .bucket("my-backup-bucket")
 *         .prefix("laptop/")
 *         .region("eu-central-1")
 *         .storageClass("STANDARD_IA")
 *         .build();
 * }</pre>
 *
 * <p>Needs {@code s3:ListBucket} on the bucket and {@code s3:PutObject}, {@code s3:GetObject}, {@code s3:DeleteObject}
 * on its objects ({@code s3:RestoreObject} to thaw), and calls nothing else. It looks up nothing of the bucket itself:
 * region, class and encryption come from the {@link #builder() builder}.
 *
 * <p><b>Who repeats what.</b> The engine repeats transient failures; the SDK client made here repeats nothing, so that
 * a conditional write never meets its own first try unnoticed. Only two answers are repeated here: "slow down" (429,
 * 503), at the server's pace, and a conflict of conditional writes (409). An application's own client may repeat:
 * refused conditions are settled by reading back.
 *
 * <p>Only volumes of at least 128 KiB go to the chosen storage class; all other objects stay in {@code STANDARD}. Every
 * call has a deadline, and an interrupt ends it within a moment, even while the server is silent; with an application's
 * own client, once bytes come or that client's time is over. Thread-safe.
 */
public final class S3Storage implements ConditionalStorage, ThawingStorage {

    private static final int DELETE_BATCH = 1000;

    private final Access access;
    private final Bucket bucket;
    private final boolean closesClient;
    private final Upload upload;
    private final Download download;
    private final ConditionalWrite conditional;
    private final Thaw thaw;

    S3Storage(Access access, Writing writing, RandomGenerator random, boolean isAws, boolean closesClient) {
        this.access = access;
        this.bucket = access.bucket();
        this.closesClient = closesClient;
        this.upload = new Upload(access, writing);
        this.download = new Download(access);
        this.conditional = new ConditionalWrite(access, upload, download, random, isAws);
        this.thaw = new Thaw(access, download);
    }

    /** Begins to describe one; at least its bucket must be set. */
    public static S3StorageBuilder builder() {
        return new S3StorageBuilder();
    }

    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return upload.put(key, body, kind);
    }

    @Override
    public Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return conditional.write(key, body, kind, null);
    }

    @Override
    public Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version)
            throws IOException {
        return conditional.write(key, body, kind, Objects.requireNonNull(version, "version"));
    }

    @Override
    public Optional<Seen> see(ObjectKey key, int maxBytes) throws IOException {
        return download.see(key, maxBytes);
    }

    @Override
    public boolean honoursConditions() {
        return conditional.isHonoured();
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        return download.open(key, range);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return download.stat(key);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
        return Listing.open(access, prefix, startAfter);
    }

    @Override
    public Optional<String> findForeign() throws IOException {
        return Listing.findForeign(access);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) throws IOException {
        List<ObjectKey> all = List.copyOf(keys);
        if (all.size() == 1) {
            deleteOne(all.get(0));
            return;
        }
        List<S3Error> errors = new ArrayList<>();
        for (int from = 0; from < all.size(); from += DELETE_BATCH) {
            List<ObjectKey> batch = all.subList(from, Math.min(all.size(), from + DELETE_BATCH));
            Optional<List<S3Error>> answer = deleteBatch(batch);
            if (answer.isPresent()) {
                errors.addAll(answer.get());
            } else {
                for (ObjectKey key : batch) {
                    deleteOne(key);
                }
            }
        }
        if (!errors.isEmpty()) {
            throw failed(errors, all);
        }
    }

    private void deleteOne(ObjectKey key) throws IOException {
        DeleteObjectRequest request = DeleteObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(key))
                .expectedBucketOwner(bucket.owner())
                .overrideConfiguration(access.promptly())
                .build();
        access.calls().run(bucket.operation("delete", "s3:DeleteObject", key), () -> {
            try {
                access.client().deleteObject(request);
            } catch (NoSuchKeyException e) {
                // Amazon's server counts it as deleted, others do not.
            }
            return key;
        });
    }

    /** What could not be deleted; empty where the server knows no batches. */
    private Optional<List<S3Error>> deleteBatch(List<ObjectKey> keys) throws IOException {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(bucket.keyOf(key)).build())
                .toList();
        DeleteObjectsRequest request = DeleteObjectsRequest.builder()
                .bucket(bucket.name())
                .expectedBucketOwner(bucket.owner())
                .delete(delete -> delete.objects(objects).quiet(true))
                .overrideConfiguration(access.promptly())
                .build();
        return access.calls().run(ofSeveral(), () -> {
            try {
                List<S3Error> errors = access.client().deleteObjects(request).errors();
                return Optional.of(errors.stream()
                        .filter(error -> !"NoSuchKey".equals(error.code()))
                        .toList());
            } catch (S3Exception e) {
                if (e.statusCode() == 501) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private Operation ofSeveral() {
        return bucket.operation("delete objects in", "s3:DeleteObject");
    }

    /** Its cause is permanent if the right is missing for all of them. */
    private ObjectDeletionException failed(List<S3Error> errors, List<ObjectKey> asked) {
        S3Error first = errors.get(0);
        PermanentStorageException denied = errors.stream().allMatch(error -> "AccessDenied".equals(error.code()))
                ? new PermanentStorageException("access denied; the user's policy must allow s3:DeleteObject on "
                        + ofSeveral().resource() + ", and no Object Lock may hold the objects")
                : null;
        List<ObjectKey> named = errors.stream()
                .map(S3Error::key)
                .filter(Objects::nonNull)
                .map(bucket::parse)
                .flatMap(Optional::stream)
                .toList();
        return new ObjectDeletionException(
                "cannot delete " + errors.size() + " objects in " + describe() + " (" + first.code() + ": "
                        + first.message() + ")" + (denied == null ? "" : ": " + denied.getMessage()),
                // What a server does not name may be any of them.
                named.size() < errors.size() ? asked : named,
                denied);
    }

    @Override
    public Terms terms(ObjectInfo object) {
        return Thaw.terms(object);
    }

    @Override
    public Readiness readiness(ObjectInfo object) throws IOException {
        return thaw.readiness(object);
    }

    @Override
    public void thaw(ObjectInfo object, Tier tier, int days) throws IOException {
        thaw.thaw(object, tier, days);
    }

    @Override
    public String describe() {
        return bucket.describe();
    }

    /** Closes the client that the builder made; an application's own stays open. */
    @Override
    public void close() {
        if (closesClient) {
            access.client().close();
        }
    }

    @Override
    public String toString() {
        return describe();
    }
}
