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
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Stands between clients and a server without archive classes and lets objects that were stored as {@code GLACIER} behave as they
 * do in AWS: reading one is {@code InvalidObjectState} until it was restored, {@code x-amz-restore} tells how far that is, and
 * asking again meanwhile is {@code RestoreAlreadyInProgress}. Shared by all clients. Thread-safe.
 */
final class ArchiveClass implements ExecutionInterceptor {

    private static final String GLACIER = "GLACIER";

    private enum Copy {
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
        if (context.request() instanceof PutObjectRequest put && GLACIER.equals(put.storageClassAsString())) {
            objects.put(put.key(), Copy.NONE);
        }
        if (context.request() instanceof GetObjectRequest get
                && objects.getOrDefault(get.key(), Copy.THERE) != Copy.THERE) {
            throw error(403, "InvalidObjectState", "The operation is not valid for the object's storage class");
        }
        if (context.request() instanceof RestoreObjectRequest restore) {
            restore(restore);
        }
    }

    private void restore(RestoreObjectRequest restore) {
        Copy before = objects.getOrDefault(restore.key(), Copy.THERE);
        if (before == Copy.UNDER_WAY) {
            throw error(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
        }
        objects.put(restore.key(), before == Copy.NONE ? Copy.UNDER_WAY : before);
        asked.add(restore);
        // The server behind knows no such call. It is accepted, but its answer has to be an exception here.
        throw error(409, "RestoreAlreadyInProgress", "Accepted");
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        if (context.response() instanceof HeadObjectResponse head
                && context.request() instanceof HeadObjectRequest request
                && objects.containsKey(request.key())) {
            return head.toBuilder()
                    .storageClass(GLACIER)
                    .restore(
                            switch (objects.get(request.key())) {
                                case NONE -> null;
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
                .storageClass(objects.containsKey(object.key()) ? GLACIER : "STANDARD")
                .build();
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
