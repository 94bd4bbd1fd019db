package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.cut;
import static dev.holdfast.s3.ScriptedServer.error;
import static dev.holdfast.s3.ScriptedServer.head;
import static dev.holdfast.s3.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.ScriptedServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Whose object it is, when answers are lost, repeated, or ambiguous. */
class ConditionalWriteTest {

    private static final ObjectKey KEY = ObjectKey.of("log/1");
    private static final ObjectBody BODY = ObjectBody.of("record".getBytes(StandardCharsets.UTF_8));
    private static final Answer REFUSED = error(412, "PreconditionFailed", "At least one of the pre-conditions failed");
    private static final Answer CONFLICT = error(409, "ConditionalRequestConflict", "try again");

    private final ManualTime time = new ManualTime();
    private ScriptedServer server;
    private S3Storage storage;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        storage = server.storage().waiting(time, new Random(1)).build();
    }

    @AfterEach
    void stop() {
        storage.close();
        server.close();
    }

    @Test
    void theFirstSuccessIsProbedByRepeatingItAndNoOther() throws IOException {
        server.then(head(404), ok(""), REFUSED, ok(""));

        assertThat(putIfAbsent()).isPresent();
        assertThat(storage.honoursConditions()).isTrue();
        assertThat(putIfAbsent()).isPresent();
        assertThat(server.methods()).containsExactly("HEAD", "PUT", "PUT", "PUT");
        assertThat(server.requests().subList(1, 4)).allMatch(request -> "*".equals(request.header("If-None-Match")));
        assertThat(mark(2)).isEqualTo(mark(1));
        assertThat(mark(3)).isNotEqualTo(mark(1));
    }

    /** As by MinIO until April 2024, to a PUT too. */
    @Test
    void notModifiedIsARefusal() throws IOException {
        server.then(head(404), ok(""), head(304), head(304), foreignObject());

        assertThat(putIfAbsent()).isPresent();
        assertThat(putIfAbsent()).isEmpty();
        assertThat(storage.honoursConditions()).isTrue();
        assertThat(server.methods()).containsExactly("HEAD", "PUT", "PUT", "PUT", "HEAD");
    }

    /** A server without conditions has conflicts too. */
    @Test
    void aProbeThatMeetsAConflictShowsNothing() throws IOException {
        server.then(head(404), ok(""), CONFLICT, head(404), ok(""), ok(""));

        assertThat(putIfAbsent()).isPresent();
        assertThat(putIfAbsent()).isPresent();
        assertThat(server.methods()).containsExactly("HEAD", "PUT", "PUT", "HEAD", "PUT", "PUT");
        assertThat(storage.honoursConditions()).isFalse();
    }

    /** A server that ignores the condition would replace a record that was committed since. */
    @Test
    void nothingIsSentToAServerNotYetKnownWhereAnObjectIs() throws IOException {
        server.then(foreignObject(), foreignObject());

        assertThat(putIfAbsent()).isEmpty();
        assertThat(server.methods()).containsExactly("HEAD", "HEAD");
    }

    @Test
    void aServerThatIgnoresConditionsIsNoticedAndLookedAtBeforeAndAfter() throws IOException {
        server.then(head(404), ok(""), ok(""));
        assertThat(putIfAbsent()).isPresent();
        assertThat(storage.honoursConditions()).isFalse();

        server.then(head(404), ok(""), ownObject());
        assertThat(putIfAbsent()).isPresent();
        server.then(foreignObject(), foreignObject());
        assertThat(putIfAbsent()).isEmpty();
        server.then(head(404), ok(""), foreignObject());
        assertThat(putIfAbsent()).as("overtaken by another writer").isEmpty();
        assertThat(server.methods())
                .containsExactly("HEAD", "PUT", "PUT", "HEAD", "PUT", "HEAD", "HEAD", "HEAD", "HEAD", "PUT", "HEAD");
    }

    @Test
    void aServerThatRefusesConditionsIsUsedWithoutThem() throws IOException {
        server.then(head(404), error(501, "NotImplemented", "If-None-Match"), head(404), ok(""), ownObject());

        assertThat(putIfAbsent()).isPresent();
        assertThat(storage.honoursConditions()).isFalse();
    }

    @Test
    void aRefusalByOurOwnEarlierTryIsASuccess() throws IOException {
        server.then(head(404), REFUSED, ownObject());

        Optional<ObjectInfo> stored = putIfAbsent();
        assertThat(stored).isPresent();
        assertThat(stored.orElseThrow().version()).isEqualTo("e7a6");
    }

    /** As servers written in Go do. */
    @Test
    void ourObjectIsKnownWhereAServerWritesTheNameOfTheMarkInCapitals() throws IOException {
        ExecutionInterceptor inCapitals = new ExecutionInterceptor() {
            @Override
            public SdkHttpResponse modifyHttpResponse(
                    Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
                SdkHttpResponse.Builder response = SdkHttpResponse.builder()
                        .statusCode(context.httpResponse().statusCode());
                context.httpResponse()
                        .headers()
                        .forEach((name, values) -> response.putHeader(
                                name.equalsIgnoreCase("x-amz-meta-holdfast-write") ? "X-Amz-Meta-Holdfast-Write" : name,
                                values));
                return response.build();
            }
        };
        server.then(head(404), REFUSED, ownObject());

        try (S3Storage own = server.storage().interceptor(inCapitals).build()) {
            assertThat(own.putIfAbsent(KEY, BODY, ObjectKind.LOG)).isPresent();
        }
    }

    @Test
    void equalBytesOfAnotherWriterAreNotOurs() throws IOException {
        server.then(head(404), REFUSED, foreignObject());
        assertThat(putIfAbsent()).isEmpty();

        server.then(head(404), REFUSED, head(404));
        assertThat(putIfAbsent()).as("deleted meanwhile").isEmpty();
    }

    @Test
    void aLostAnswerIsSettledByReadingBack() throws IOException {
        server.then(head(404), cut(0, -1), ownObject());

        assertThat(putIfAbsent()).isPresent();
        assertThat(server.methods()).containsExactly("HEAD", "PUT", "HEAD");
    }

    @Test
    void whatCannotBeSettledFailsAndItsRepetitionKnowsItsOwnObject() throws IOException {
        server.then(head(404), cut(0, -1), head(500));
        assertThatThrownBy(this::putIfAbsent)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(PermanentStorageException.class);

        // The first try had arrived; the mark of the second is the same.
        server.then(head(404), REFUSED, exchange -> own(server.request(1)).to(exchange));
        assertThat(putIfAbsent()).isPresent();
        assertThat(mark(4)).isEqualTo(mark(1));
    }

    @Test
    void aConflictIsRepeatedAFewTimes() throws IOException {
        server.then(head(404), CONFLICT, CONFLICT, ok(""), REFUSED);
        assertThat(putIfAbsent()).isPresent();
        assertThat(time.waits()).hasSize(2);

        server.then(Collections.nCopies(7, CONFLICT).toArray(new Answer[0])).then(head(404));
        assertThatThrownBy(this::putIfAbsent)
                .isNotInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("kept getting in the way");
    }

    @Test
    void aReplacementNamesTheVersionThatWasSeen() throws IOException {
        server.then(ok(""), REFUSED, foreignObject(), error(404, "NoSuchKey", "gone"), head(404));

        assertThat(replace()).isPresent();
        assertThat(server.request(0).header("If-Match")).isEqualTo("\"seen\"");
        assertThat(replace()).as("changed").isEmpty();
        assertThat(replace()).as("gone").isEmpty();
    }

    /** As behind a proxy that compresses; no condition holds for a weak one. */
    @Test
    void aVersionIsTheStrongFormOfAWeakETag() throws IOException {
        server.then(ok("lease", "ETag", "W/\"seen\""));

        assertThat(storage.see(KEY, 100).orElseThrow().version()).isEqualTo("seen");
    }

    @Test
    void aDenialIsNoAnswerToTheCondition() {
        server.then(head(404), error(403, "AccessDenied", "Access Denied"));

        assertThatThrownBy(this::putIfAbsent)
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("s3:PutObject");
        assertThat(storage.honoursConditions()).isTrue();
    }

    private Optional<ObjectInfo> putIfAbsent() throws IOException {
        return storage.putIfAbsent(KEY, BODY, ObjectKind.LOG);
    }

    private Optional<ObjectInfo> replace() throws IOException {
        return storage.replace(KEY, BODY, ObjectKind.LEASE, "seen");
    }

    private String mark(int request) {
        return server.request(request).header("x-amz-meta-holdfast-write");
    }

    /** What a HEAD says of the object that the last PUT carried. */
    private Answer ownObject() {
        return exchange -> {
            var puts = server.requests().stream()
                    .filter(request -> request.method().equals("PUT"))
                    .toList();
            own(puts.get(puts.size() - 1)).to(exchange);
        };
    }

    private static Answer own(ScriptedServer.Request put) {
        return head(
                200,
                "ETag",
                "\"e7a6\"",
                "Content-Length",
                "6",
                "x-amz-meta-holdfast-write",
                put.header("x-amz-meta-holdfast-write"));
    }

    private static Answer foreignObject() {
        return head(200, "ETag", "\"e7a6\"", "Content-Length", "6", "x-amz-meta-holdfast-write", "another");
    }
}
