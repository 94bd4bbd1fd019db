package dev.holdfast.s3;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Stands between clients and a server without archive classes and lets objects that were stored as {@code GLACIER}
 * behave as they do in AWS: reading one is {@code InvalidObjectState} until it was restored, {@code x-amz-restore}
 * tells how far that is, and asking again meanwhile is {@code RestoreAlreadyInProgress}. Shared by all clients.
 * Thread-safe.
 */
final class ArchiveClass implements ExecutionInterceptor {

    private static final String GLACIER = "GLACIER";

    private enum Copy {
        /** In a class that answers at once. */
        NEEDLESS,
        NONE,
        UNDER_WAY,
        THERE
    }

    private final Map<String, Copy> objects = new ConcurrentHashMap<>();
    private final List<RestoreObjectRequest> asked = new CopyOnWriteArrayList<>();

    /** Requests for copies that were accepted, in order. */
    List<RestoreObjectRequest> asked() {
        return asked;
    }

    void finish() {
        objects.replaceAll((key, copy) -> copy == Copy.UNDER_WAY ? Copy.THERE : copy);
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutObjectRequest put) {
            objects.put(put.key(), GLACIER.equals(put.storageClassAsString()) ? Copy.NONE : Copy.NEEDLESS);
        }
        if (context.request() instanceof GetObjectRequest get && isFrozen(get.key())) {
            throw error(403, "InvalidObjectState", "The operation is not valid for the object's storage class");
        }
        if (context.request() instanceof DeleteObjectRequest delete) {
            objects.remove(delete.key());
        }
        if (context.request() instanceof RestoreObjectRequest restore) {
            restore(restore);
        }
    }

    private void restore(RestoreObjectRequest restore) {
        Copy before = objects.get(restore.key());
        if (before == null) {
            throw error(404, "NoSuchKey", "The specified key does not exist.");
        }
        switch (before) {
            case NEEDLESS ->
                throw error(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class");
            case UNDER_WAY -> throw error(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
            case NONE -> objects.put(restore.key(), Copy.UNDER_WAY);
            case THERE -> {}
        }
        asked.add(restore);
        // The server behind knows no such call. It is accepted, but its answer has to be an exception here.
        throw error(409, "RestoreAlreadyInProgress", "Accepted");
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        if (context.response() instanceof HeadObjectResponse head
                && context.request() instanceof HeadObjectRequest request
                && isArchived(request.key())) {
            return head.toBuilder()
                    .storageClass(GLACIER)
                    .restore(
                            switch (objects.get(request.key())) {
                                case NEEDLESS, NONE -> null;
                                case UNDER_WAY -> "ongoing-request=\"true\"";
                                case THERE ->
                                    "ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2040 00:00:00 GMT\"";
                            })
                    .build();
        }
        if (context.response() instanceof ListObjectsV2Response list) {
            return list.toBuilder()
                    .contents(list.contents().stream().map(this::withClass).toList())
                    .build();
        }
        return context.response();
    }

    private S3Object withClass(S3Object object) {
        return object.toBuilder()
                .storageClass(isArchived(object.key()) ? GLACIER : "STANDARD")
                .build();
    }

    private boolean isArchived(String key) {
        return objects.getOrDefault(key, Copy.NEEDLESS) != Copy.NEEDLESS;
    }

    private boolean isFrozen(String key) {
        return isArchived(key) && objects.get(key) != Copy.THERE;
    }

    private static S3Exception error(int status, String code, String message) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
