package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** Every call works under the documented policies, with no more requests than needed. */
class RightsTest {

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    @Test
    void everythingWorksUnderTheFullPolicyAndInTheFewestRequests() throws IOException {
        OperationGuard guard = guard(OperationGuard.READ, OperationGuard.WRITE, OperationGuard.DELETE);
        try (S3Storage storage = storage(guard)) {
            assertThat(guard.take()).as("opening asks nothing").isEmpty();

            storage.put(key("volumes/1"), Bodies.random(1, 200_000), ObjectKind.VOLUME);
            assertThat(guard.take()).containsExactly("PutObject");

            storage.put(key("volumes/2"), Bodies.random(2, 11 << 20), ObjectKind.VOLUME);
            assertThat(guard.take())
                    .containsExactly(
                            "CreateMultipartUpload",
                            "UploadPart",
                            "UploadPart",
                            "UploadPart",
                            "CompleteMultipartUpload");

            storage.putIfAbsent(key("log/1"), Bodies.of("record 1"), ObjectKind.LOG);
            assertThat(guard.take()).as("the probe, once").containsExactly("HeadObject", "PutObject", "PutObject");
            assertThat(storage.honoursConditions()).isTrue();
            storage.putIfAbsent(key("log/2"), Bodies.of("record 2"), ObjectKind.LOG);
            assertThat(guard.take()).containsExactly("PutObject");
            assertThat(storage.putIfAbsent(key("log/2"), Bodies.of("record 2b"), ObjectKind.LOG))
                    .isEmpty();
            assertThat(guard.take()).containsExactly("PutObject", "HeadObject");

            ObjectInfo lease = storage.stat(key("log/1")).orElseThrow();
            assertThat(guard.take()).containsExactly("HeadObject");
            assertThat(storage.replace(key("log/1"), Bodies.of("other"), ObjectKind.LEASE, lease.version()))
                    .isPresent();
            assertThat(guard.take()).containsExactly("PutObject");

            read(storage, "volumes/2", ByteRange.of(1_000_000, 5_000));
            assertThat(guard.take()).containsExactly("GetObject");
            assertThat(storage.stat(key("absent"))).isEmpty();
            guard.take();

            assertThat(list(storage, "log/")).containsExactly("log/1", "log/2");
            assertThat(guard.take()).containsExactly("ListObjectsV2");

            storage.delete(List.of(key("volumes/1"), key("volumes/2"), key("log/1")));
            assertThat(guard.take()).containsExactly("DeleteObjects");
            storage.delete(List.of(key("log/2")));
            assertThat(guard.take()).containsExactly("DeleteObject");
            storage.delete(List.of());
            assertThat(guard.take()).isEmpty();
        }
        assertThat(guard.refused()).isEmpty();
    }

    @Test
    void deletingManyTakesOneRequestForAThousand() throws IOException {
        OperationGuard guard = guard(OperationGuard.DELETE);
        List<ObjectKey> keys = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            keys.add(key("absent/" + i));
        }
        try (S3Storage storage = storage(guard)) {
            storage.delete(keys);
        }
        assertThat(guard.take()).containsExactly("DeleteObjects", "DeleteObjects", "DeleteObjects");
    }

    @Test
    void aFailedUploadInPartsIsReportedAlsoWhenAbortingIsDenied() throws IOException {
        OperationGuard guard = guard(OperationGuard.WRITE);
        try (S3Storage storage = storage(guard)) {
            assertThatThrownBy(() -> storage.put(
                            key("volumes/1"), Bodies.breaking(Bodies.random(1, 11 << 20), 8 << 20), ObjectKind.VOLUME))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(PermanentStorageException.class);
        }
        assertThat(guard.refused()).containsExactly("AbortMultipartUpload");
    }

    @Test
    void withoutTheRightToDeleteWritingWorksAndDeletingSaysWhatIsMissing() throws IOException {
        OperationGuard guard = guard(OperationGuard.READ, OperationGuard.WRITE);
        try (S3Storage storage = storage(guard)) {
            assertThat(storage.putIfAbsent(key("log/1"), Bodies.of("record"), ObjectKind.LOG))
                    .isPresent();
            assertThatThrownBy(() -> storage.delete(List.of(key("log/1"))))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("s3:DeleteObject");
        }
    }

    @Test
    void readingNeedsOnlyListAndGet() throws IOException {
        String prefix = SERVER.freshPrefix();
        try (S3Storage writer = SERVER.storage(prefix).build()) {
            writer.put(key("log/1"), Bodies.of("record"), ObjectKind.LOG);
        }
        OperationGuard guard = guard(OperationGuard.READ);
        try (S3Storage reader = SERVER.storage(prefix).interceptor(guard).build()) {
            assertThat(list(reader, "")).containsExactly("log/1");
            assertThat(reader.stat(key("log/1"))).isPresent();
            assertThat(read(reader, "log/1", ByteRange.ALL)).isEqualTo("record".getBytes());
        }
        assertThat(guard.refused()).isEmpty();
    }

    @Test
    void anApplicationsOwnClientIsUsedAndStaysOpen() throws IOException {
        try (S3Client own = SERVER.client()) {
            String prefix = SERVER.freshPrefix();
            for (int i = 0; i < 2; i++) {
                try (S3Storage storage = S3Storage.builder()
                        .client(own)
                        .bucket(LocalS3Proxy.BUCKET)
                        .prefix(prefix)
                        .build()) {
                    storage.put(key("o"), ObjectBody.of(new byte[100]), ObjectKind.VOLUME);
                    assertThat(read(storage, "o", ByteRange.of(90, 100))).hasSize(10);
                }
            }
        }
    }

    @Test
    void aWrongSecretIsSaid() {
        try (S3Storage storage = SERVER.storage("p").credentials("id", "wrong").build()) {
            assertThatThrownBy(() -> storage.list("", ""))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("credentials are wrong")
                    .hasMessageNotContaining("wrong\"");
        }
    }

    private static S3Storage storage(OperationGuard guard) {
        return SERVER.storage(SERVER.freshPrefix())
                .interceptor(guard)
                .multipart(5 << 20, 5 << 20)
                .build();
    }

    @SafeVarargs
    private static OperationGuard guard(Set<String>... allowed) {
        Set<String> all = new HashSet<>();
        for (Set<String> some : allowed) {
            all.addAll(some);
        }
        return new OperationGuard(all);
    }

    private static ObjectKey key(String value) {
        return ObjectKey.of(value);
    }

    private static List<String> list(S3Storage storage, String prefix) throws IOException {
        try (Stream<ObjectInfo> list = storage.list(prefix, "")) {
            return list.map(info -> info.key().value()).toList();
        }
    }

    private static byte[] read(S3Storage storage, String key, ByteRange range) throws IOException {
        try (InputStream in = storage.open(key(key), range)) {
            return in.readAllBytes();
        }
    }
}
