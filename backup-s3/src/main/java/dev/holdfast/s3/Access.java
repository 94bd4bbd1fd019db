package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.s3.transfer.Calls;
import dev.holdfast.s3.transfer.Deadlines;
import dev.holdfast.s3.transfer.Failures;
import dev.holdfast.s3.transfer.Monotonic;
import dev.holdfast.s3.transfer.Operation;
import dev.holdfast.s3.transfer.RateLimit;
import dev.holdfast.s3.transfer.UploadBody;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;

/** What every call needs: the client, the place, and the rules of transfers. Thread-safe. */
record Access(
        S3Client client,
        Bucket bucket,
        Calls calls,
        Failures failures,
        Deadlines deadlines,
        Monotonic time,
        @Nullable RateLimit limit) {

    /** The class of an object for which S3 names none. */
    private static final String DEFAULT_CLASS = "STANDARD";

    UploadBody upload(ObjectBody body) {
        return new UploadBody(body, limit, isPlain());
    }

    /** Without TLS the SDK signs the body too. */
    private boolean isPlain() {
        return client.serviceClientConfiguration()
                .endpointOverride()
                .filter(server -> "http".equals(server.getScheme()))
                .isPresent();
    }

    /** The deadline of a call that moves no body to speak of. */
    Consumer<AwsRequestOverrideConfiguration.Builder> promptly() {
        return within(deadlines.answer());
    }

    static Consumer<AwsRequestOverrideConfiguration.Builder> within(Duration deadline) {
        return override -> override.apiCallTimeout(deadline);
    }

    /** @param etag as S3 writes it, in quotes; null if the answer is not S3's */
    ObjectInfo info(
            Operation operation, ObjectKey key, long sizeBytes, @Nullable String etag, @Nullable String storageClass)
            throws IOException {
        if (etag == null) {
            throw failures.notS3(operation, "ETag");
        }
        return ObjectInfo.of(key, sizeBytes, version(etag))
                .inStorageClass(storageClass == null ? DEFAULT_CLASS : storageClass);
    }

    /**
     * Servers differ in where they put quotes, and proxies that compress put a W before them, with which no condition
     * holds; so a version never has either.
     */
    static String version(String etag) {
        String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
        return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
                ? strong.substring(1, strong.length() - 1)
                : strong;
    }
}
