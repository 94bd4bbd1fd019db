package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.Storage.Terms;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.s3.transfer.Failures;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;
import software.amazon.awssdk.services.s3.model.RestoreRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in archive classes. Thread-safe. */
final class Thaw {

    /** Classes whose objects always answer at once. */
    private static final Set<String> INSTANT =
            Set.of("STANDARD", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", "REDUCED_REDUNDANCY", "EXPRESS_ONEZONE");

    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    /** By the prices of docs/s3.md; other regions are dearer in about the same proportion. */
    private static final Map<String, Terms> TERMS = Map.of(
            "STANDARD_IA", new Terms(false, 30, 24),
            "ONEZONE_IA", new Terms(false, 30, 30),
            "GLACIER_IR", new Terms(false, 90, 225),
            "GLACIER", new Terms(true, 90, 0),
            "DEEP_ARCHIVE", new Terms(true, 180, 0));

    private static final String TIERING = "INTELLIGENT_TIERING";
    private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]+)\"");

    private final Access access;
    private final Download download;

    Thaw(Access access, Download download) {
        this.access = access;
        this.download = download;
    }

    /** What Amazon's classes ask for early deletion and for reading. */
    static Terms terms(ObjectInfo object) {
        return TERMS.getOrDefault(object.storageClass().orElse(""), Terms.FREE);
    }

    Readiness readiness(ObjectInfo object) throws IOException {
        if (INSTANT.contains(object.storageClass().orElse(""))) {
            return Readiness.of(State.READY);
        }
        HeadObjectResponse head =
                download.head(access.bucket().operation("look up", "s3:GetObject", object.key()), object.key());
        boolean archived =
                ARCHIVES.contains(String.valueOf(head.storageClassAsString())) || head.archiveStatusAsString() != null;
        return parse(head.restore(), archived);
    }

    /** @param restore the header {@code x-amz-restore}: {@code ongoing-request="false", expiry-date="<RFC 1123>"} */
    static Readiness parse(@Nullable String restore, boolean archived) {
        if (restore == null) {
            return Readiness.of(archived ? State.FROZEN : State.READY);
        }
        if (restore.contains("ongoing-request=\"true\"")) {
            return Readiness.of(State.THAWING);
        }
        Matcher expiry = EXPIRY.matcher(restore);
        if (!expiry.find()) {
            return Readiness.of(State.READY);
        }
        try {
            return Readiness.readyUntil(ZonedDateTime.parse(expiry.group(1), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Readiness.of(State.READY);
        }
    }

    void thaw(ObjectInfo object, Tier tier, int days) throws IOException {
        if (days < 1) {
            throw new IllegalArgumentException("days is " + days + ", at least 1 is needed");
        }
        String storageClass = object.storageClass().orElse("");
        if (INSTANT.contains(storageClass)) {
            return;
        }
        if (storageClass.equals("DEEP_ARCHIVE") && tier == Tier.EXPEDITED) {
            throw new PermanentStorageException(
                    "cannot thaw " + object.key() + ": DEEP_ARCHIVE has no expedited tier; choose STANDARD or BULK");
        }
        String name = tier.name().charAt(0) + tier.name().substring(1).toLowerCase(Locale.ROOT);
        RestoreRequest.Builder request = RestoreRequest.builder().glacierJobParameters(job -> job.tier(name));
        // Out of tiering's archives an object moves for good; S3 refuses days for it.
        if (!storageClass.equals(TIERING)) {
            request.days(days);
        }
        send(object, request.build());
    }

    private void send(ObjectInfo object, RestoreRequest request) throws IOException {
        Bucket bucket = access.bucket();
        RestoreObjectRequest call = RestoreObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.keyOf(object.key()))
                .expectedBucketOwner(bucket.owner())
                .restoreRequest(request)
                .overrideConfiguration(access.promptly())
                .build();
        access.calls().run(bucket.operation("thaw", "s3:RestoreObject", object.key()), () -> {
            try {
                return access.client().restoreObject(call);
            } catch (S3Exception e) {
                if (isNothingToDo(e)) {
                    return true;
                }
                throw e;
            }
        });
    }

    /** A copy is being made already, or the object was moved to a class that answers at once. */
    private static boolean isNothingToDo(S3Exception e) {
        String code = Failures.code(e);
        return code.equals("RestoreAlreadyInProgress") || e.statusCode() == 403 && code.equals("InvalidObjectState");
    }
}
