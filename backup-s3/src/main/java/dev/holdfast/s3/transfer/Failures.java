package dev.holdfast.s3.transfer;

import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Turns what a server answers into what an operator can act on, and decides whether repeating can help. Immutable.
 *
 * <p>What the server says is quoted, never what was sent: requests carry credentials.
 */
public final class Failures {

    private static final Set<String> DAMAGED_ON_THE_WAY =
            Set.of("BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "IncompleteBody");
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "InvalidClientTokenId",
            "InvalidSecurity",
            "AuthFailure");
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired");
    private static final Set<String> WRONG_REGION = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "Redirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "IncorrectEndpoint");
    private static final Set<String> THROTTLING = Set.of(
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "RequestThrottled",
            "RequestLimitExceeded",
            "TooManyRequests",
            "BandwidthLimitExceeded");
    private static final Set<String> DISABLED = Set.of("AccountProblem", "AllAccessDisabled", "NotSignedUp");
    private static final String NO_CAPACITY = "GlacierExpeditedRetrievalNotAvailable";
    private static final Set<String> FULL = Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage");

    private final String region;
    private final String endpoint;
    private final boolean aws;
    private final @Nullable String owner;
    private final ConnectionFailures connection;

    /**
     * @param region the configured one
     * @param endpoint the configured one; null for AWS
     * @param owner the account that the bucket must belong to; null if that is not checked
     */
    public Failures(String region, @Nullable String endpoint, @Nullable String owner) {
        this.region = region;
        this.owner = owner;
        this.aws = endpoint == null;
        this.endpoint = endpoint == null ? "AWS S3 in " + region : endpoint;
        this.connection = new ConnectionFailures(this.endpoint);
    }

    static boolean isThrottling(SdkException e) {
        if (!(e instanceof AwsServiceException service)) {
            return false;
        }
        return !NO_CAPACITY.equals(code(service)) && isThrottling(service);
    }

    private static boolean isThrottling(AwsServiceException service) {
        return service.statusCode() == 429
                || THROTTLING.contains(code(service))
                || service.statusCode() == 503 && !FULL.contains(code(service));
    }

    /** The time that the server asks to be left alone; zero where it does not say. */
    static Duration retryAfter(SdkException e) {
        return header(e, "Retry-After").map(Failures::parseRetryAfter).orElse(Duration.ZERO);
    }

    private static Duration parseRetryAfter(String value) {
        try {
            if (value.matches("[0-9]{1,6}")) {
                return Duration.ofSeconds(Integer.parseInt(value));
            }
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException malformed) {
            return Duration.ZERO;
        }
    }

    /** What a call's failure means. Transient unless it is a {@link PermanentStorageException}. */
    public IOException translate(Operation operation, SdkException e) {
        if (e instanceof S3Exception refusal) {
            return answered(operation, refusal);
        }
        return e instanceof AwsServiceException other
                ? withoutCredentials(operation, other)
                : connection.translate(operation, e);
    }

    /** It was not S3 that refused, but a service that gives credentials, such as STS. */
    private static IOException withoutCredentials(Operation operation, AwsServiceException e) {
        String message = "cannot " + operation + ": the service that gives the credentials refused them " + said(e);
        return e.statusCode() >= 500 || isThrottling(e)
                ? new IOException(message, e)
                : new PermanentStorageException(message, e);
    }

    /** A success that cannot come from S3: a proxy's or a web site's page. */
    public IOException notS3(Operation operation, String missing) {
        return connection.notS3(operation, "its answer has no " + missing, null);
    }

    private IOException answered(Operation operation, S3Exception e) {
        String code = code(e);
        int status = e.statusCode();
        if (DAMAGED_ON_THE_WAY.contains(code)) {
            return new IOException("cannot " + operation + ": the bytes were damaged on the way " + said(e), e);
        }
        if (code.equals(NO_CAPACITY)) {
            return permanent(
                    operation, e, "S3 has no capacity for expedited thawing now; choose another tier, or try later");
        }
        if (status >= 500 && status != 501 && !FULL.contains(code)
                // An answer that was begun before its work failed.
                || status < 300
                || code.equals("NoSuchUpload")
                || status == 408
                || status == 409
                || status == 429
                || isThrottling(e)
                || code.equals("RequestTimeout")) {
            return new IOException("cannot " + operation + " for now: " + endpoint + " " + said(e), e);
        }
        return refused(operation, e, code, status);
    }

    private IOException refused(Operation operation, AwsServiceException e, String code, int status) {
        boolean reads =
                operation.action().equals("s3:GetObject") || operation.action().equals("s3:RestoreObject");
        boolean isMissing = code.equals("NoSuchKey") || status == 404 && !code.equals("NoSuchBucket");
        if (operation.key() != null && reads && isMissing) {
            return new ObjectNotFoundException(operation.key(), operation.store(), e);
        }
        if (code.equals("InvalidObjectState")) {
            return new ObjectFrozenException(
                    "cannot " + operation + ": it lies in an archive class and cannot be read before it is thawed "
                            + said(e),
                    e);
        }
        if (code.isEmpty() && (hasPage(e) || status == 302 || !aws && (status == 404 || status == 405))) {
            return connection.notS3(operation, "it answers " + answer(e), e);
        }
        return permanent(operation, e, reason(operation, e, code, status));
    }

    private String reason(Operation operation, AwsServiceException e, String code, int status) {
        if (code.equals("NoSuchBucket")) {
            return "there is no such bucket at " + endpoint + "; check the bucket's name"
                    + (aws ? "" : ", the endpoint and the path style");
        }
        Optional<String> actualRegion = header(e, "x-amz-bucket-region").filter(found -> !found.equals(region));
        if (WRONG_REGION.contains(code)
                || status == 301
                || status == 307
                || status == 400 && actualRegion.isPresent()) {
            return "the bucket is not in region " + region
                    + actualRegion
                            .map(found -> " but in " + found + "; set the region to " + found)
                            .orElse("; set the region, or the endpoint, to the bucket's own");
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return "this machine's clock differs too much from the server's"
                    + header(e, "Date")
                            .map(date -> ", which says " + date + " where this one says " + now())
                            .orElse("")
                    + "; set the clock (NTP)";
        }
        if (EXPIRED.contains(code)) {
            return "the temporary credentials have expired; renew them and run again";
        }
        if (BAD_CREDENTIALS.contains(code)) {
            return "the credentials are wrong for " + endpoint
                    + "; check the access key, its secret, and the session token";
        }
        if (code.startsWith("KMS") || message(e).contains("kms:")) {
            return "the KMS key was refused; the user needs kms:GenerateDataKey to store and"
                    + " kms:Decrypt to read with it, and the key must be enabled and in the bucket's region";
        }
        if (FULL.contains(code)) {
            return "the store is full, or its quota is reached";
        }
        if (DISABLED.contains(code)) {
            return "the account or the bucket is closed to all; its owner must settle that with Amazon";
        }
        return reasonByStatus(operation, e, code, status);
    }

    private String reasonByStatus(Operation operation, AwsServiceException e, String code, int status) {
        // Not each server that does not know a header says so by the status.
        if (status == 501 || code.equals("NotImplemented") || message(e).contains("'x-amz-checksum")) {
            return endpoint + " does not support this call"
                    + (operation.action().equals("s3:PutObject") && !message(e).contains("KMS")
                            ? "; for an older server choose the upload checksum 'md5' or 'none'"
                            : "");
        }
        return switch (status) {
            case 407 -> ConnectionFailures.PROXY_WANTS_TO_KNOW_WHO;
            case 401, 403 -> denied(operation) + noReason(code);
            case 417 ->
                "a proxy on the way does not know 'Expect: 100-continue', with which larger uploads begin;"
                        + " reach the endpoint without it (no_proxy), or let it pass them on";
            case 416 -> "the range starts behind the end of the object";
            default -> "refused" + noReason(code);
        };
    }

    private String denied(Operation operation) {
        String needed =
                "access denied; the user's policy must allow " + operation.action() + " on " + operation.resource()
                        + (owner == null ? "" : ", and the bucket must belong to the expected account " + owner);
        // Without the right to list, S3 hides whether an object exists.
        return operation.action().equals("s3:GetObject")
                ? needed + " (without s3:ListBucket this also means: no such object)"
                : needed;
    }

    /** An answer to HEAD has no body, so it does not say what exactly is wrong. */
    private static String noReason(String code) {
        return code.isEmpty() || code.matches("[0-9]+.*")
                ? "; S3 gives no reason here, so check region, clock, credentials and any proxy too"
                : "";
    }

    private static PermanentStorageException permanent(Operation operation, AwsServiceException e, String what) {
        return new PermanentStorageException("cannot " + operation + ": " + what + " " + said(e), e);
    }

    private static Instant now() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond());
    }

    private static String said(AwsServiceException e) {
        return "(" + answer(e) + ")";
    }

    private static String answer(AwsServiceException e) {
        StringBuilder said = new StringBuilder("HTTP ").append(e.statusCode());
        if (!code(e).isEmpty()) {
            said.append(' ').append(code(e));
        }
        if (!message(e).isEmpty()) {
            said.append(": ").append(message(e));
        }
        if (e.requestId() != null) {
            said.append("; request ").append(e.requestId());
        }
        return said.toString();
    }

    /** The server's name for what is wrong; empty where it gives none, as in an answer to HEAD. */
    public static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String message(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorMessage() == null ? "" : details.errorMessage();
    }

    /** Whether something came with the failure: what S3 sends is read, and has a code. */
    private static boolean hasPage(AwsServiceException e) {
        return e.awsErrorDetails() != null && e.awsErrorDetails().rawResponse() != null;
    }

    private static Optional<String> header(SdkException e, String name) {
        return e instanceof AwsServiceException service
                        && service.awsErrorDetails() != null
                        && service.awsErrorDetails().sdkHttpResponse() != null
                ? service.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name)
                : Optional.empty();
    }
}
