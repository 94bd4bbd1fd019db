package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.answer;
import static dev.holdfast.s3.ScriptedServer.error;
import static dev.holdfast.s3.ScriptedServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.s3.ScriptedServer.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;
import software.amazon.awssdk.services.s3.model.RestoreRequest;

/** Archive classes, with the headers that AWS documents. */
class ThawTest extends AgainstScriptedServer {

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR"})
    void classesThatAnswerAtOnceCostNoRequest(String storageClass) throws IOException {
        assertThat(storage.readiness(volume(storageClass))).isEqualTo(Readiness.of(State.READY));
        storage.thaw(volume(storageClass), Tier.BULK, 7);

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anArchivedObjectIsFrozenThenThawingThenReadyForSomeTime() throws IOException {
        ObjectInfo volume = volume("GLACIER");
        server.then(
                archived(null),
                answer(202, ""),
                archived("ongoing-request=\"true\""),
                error(409, "RestoreAlreadyInProgress", "Object restore is already in progress"),
                archived("ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\""));

        assertThat(storage.readiness(volume)).isEqualTo(Readiness.of(State.FROZEN));
        storage.thaw(volume, Tier.STANDARD, 7);
        assertThat(storage.readiness(volume)).isEqualTo(Readiness.of(State.THAWING));
        storage.thaw(volume, Tier.STANDARD, 7);
        assertThat(storage.readiness(volume)).isEqualTo(Readiness.readyUntil(Instant.parse("2012-12-21T00:00:00Z")));
        assertThat(server.methods()).containsExactly("HEAD", "POST", "HEAD", "POST", "HEAD");
        assertThat(server.request(1).uri()).hasToString("/backups/laptop/volumes/v1?restore");
    }

    @Test
    void intelligentTieringIsFrozenOnlyInItsArchiveTiers() throws IOException {
        ObjectInfo volume = volume("INTELLIGENT_TIERING");
        server.then(
                head(200, "ETag", "\"e\"", "Content-Length", "5", "x-amz-storage-class", "INTELLIGENT_TIERING"),
                head(
                        200,
                        "ETag",
                        "\"e\"",
                        "Content-Length",
                        "5",
                        "x-amz-storage-class",
                        "INTELLIGENT_TIERING",
                        "x-amz-archive-status",
                        "DEEP_ARCHIVE_ACCESS"),
                answer(202, ""),
                error(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class"));

        assertThat(storage.readiness(volume).state()).isEqualTo(State.READY);
        assertThat(storage.readiness(volume).state()).isEqualTo(State.FROZEN);
        storage.thaw(volume, Tier.BULK, 7);
        storage.thaw(volume, Tier.BULK, 7);
        assertThat(server.requests()).hasSize(4);
    }

    /** S3 takes no other form: days only for the archive classes, and the tier never outside the job's parameters. */
    @Test
    void theTierAndTheDaysStandWhereS3WantsThem() throws IOException {
        List<RestoreRequest> sent = new ArrayList<>();
        server.then(answer(202, ""), answer(202, ""));
        try (S3Storage watched = server.storage()
                .interceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                        sent.add(((RestoreObjectRequest) context.request()).restoreRequest());
                    }
                })
                .build()) {
            watched.thaw(volume("GLACIER"), Tier.STANDARD, 7);
            watched.thaw(volume("INTELLIGENT_TIERING"), Tier.BULK, 7);
        }

        assertThat(sent)
                .containsExactly(
                        RestoreRequest.builder()
                                .days(7)
                                .glacierJobParameters(job -> job.tier("Standard"))
                                .build(),
                        RestoreRequest.builder()
                                .glacierJobParameters(job -> job.tier("Bulk"))
                                .build());
    }

    @Test
    void whatCannotBeThawedSaysWhy() {
        server.then(
                error(403, "AccessDenied", "Access Denied"),
                error(404, "NoSuchKey", "no"),
                error(503, "GlacierExpeditedRetrievalNotAvailable", "Try again later"));

        assertThatThrownBy(() -> storage.thaw(volume("GLACIER"), Tier.BULK, 1))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("cannot thaw s3://backups/laptop/volumes/v1")
                .hasMessageContaining("s3:RestoreObject");
        assertThatThrownBy(() -> storage.thaw(volume("GLACIER"), Tier.BULK, 1))
                .isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> storage.thaw(volume("DEEP_ARCHIVE"), Tier.EXPEDITED, 1))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("no expedited tier");
        assertThatThrownBy(() -> storage.thaw(volume("GLACIER"), Tier.BULK, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.thaw(volume("GLACIER"), Tier.EXPEDITED, 1))
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("choose another tier");
        assertThat(server.requests()).hasSize(3);
    }

    private static ObjectInfo volume(String storageClass) {
        return ObjectInfo.of(ObjectKey.of("volumes/v1"), 5, "e").inStorageClass(storageClass);
    }

    private static Answer archived(String restore) {
        String[] plain = {"ETag", "\"e\"", "Content-Length", "5", "x-amz-storage-class", "GLACIER"};
        return restore == null
                ? head(200, plain)
                : head(200, plain[0], plain[1], plain[2], plain[3], plain[4], plain[5], "x-amz-restore", restore);
    }
}
