package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.answer;
import static dev.holdfast.s3.ScriptedServer.error;
import static dev.holdfast.s3.ScriptedServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What servers want of a batch of deletions. */
class DeletionTest extends AgainstScriptedServer {

    private static final List<ObjectKey> KEYS = List.of(ObjectKey.of("a"), ObjectKey.of("b"));

    /** Some refuse a batch without it, as MinIO did, or one with a checksum that they do not know, as Backblaze did. */
    @ParameterizedTest
    @EnumSource(UploadChecksum.class)
    void aBatchCarriesTheOneChecksumThatEachServerKnows(UploadChecksum ofUploads) throws IOException {
        server.then(answer(200, "<DeleteResult></DeleteResult>"));
        try (S3Storage own = server.storage().checksum(ofUploads).build()) {
            own.delete(KEYS);
        }

        assertThat(server.request(0).header("Content-MD5"))
                .isEqualTo(server.request(0).contentMd5());
        assertThat(server.request(0).headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("checksum"));
    }

    /** As Google's server. */
    @Test
    void whereAServerKnowsNoBatchesObjectsAreDeletedOneByOne() throws IOException {
        server.then(error(501, "NotImplemented", "POST ?delete"), head(204), head(204));

        storage.delete(KEYS);
        assertThat(server.methods()).containsExactly("POST", "DELETE", "DELETE");
    }

    /** As Google's server too; a repeated deletion meets what the first, whose answer was lost, has done. */
    @Test
    void whatIsNotThereIsDeleted() throws IOException {
        server.then(
                error(404, "NoSuchKey", "The specified key does not exist."),
                answer(
                        200,
                        "<DeleteResult><Error><Key>laptop/" + KEYS.get(0)
                                + "</Key><Code>NoSuchKey</Code><Message>no</Message></Error></DeleteResult>"));

        storage.delete(KEYS.subList(0, 1));
        storage.delete(KEYS);

        assertThat(server.methods()).containsExactly("DELETE", "POST");
    }

    @Test
    void whereThereIsNoBucketNothingIsDeleted() {
        server.then(error(404, "NoSuchBucket", "The specified bucket does not exist"));

        assertThatThrownBy(() -> storage.delete(KEYS.subList(0, 1))).hasMessageContaining("no such bucket");
    }
}
