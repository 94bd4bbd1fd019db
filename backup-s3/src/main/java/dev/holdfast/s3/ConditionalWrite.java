package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.transfer.Failures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Stores an object under a condition.
 *
 * <p>"Refused" (412) does not mean that somebody else was first: an earlier try whose answer was lost, ours or one that
 * the client repeated by itself, leaves our own object there. So each write carries a random mark in the object's
 * metadata, and every refusal and every lost answer is settled by reading the mark back. Where even that fails the
 * outcome is unknown: the call fails, and its repetition with the same body carries the same mark.
 *
 * <p>Whether a server other than AWS honours conditions is found out by repeating the first put-if-absent that stored
 * something: an honest server refuses the second, another stores the same bytes again. So the probe leaves no trace.
 * Until then each put-if-absent looks first, since its condition may count for nothing. Thread-safe.
 */
final class ConditionalWrite {

    private static final int MAX_CONFLICTS = 6;
    private static final long CONFLICT_WAIT_NANOS = Duration.ofMillis(100).toNanos();

    /** Of the metadata: {@code x-amz-meta-holdfast-write}. */
    private static final String MARK = "holdfast-write";

    private enum Server {
        UNKNOWN,
        HONOURS,
        IGNORES
    }

    private enum Refusal {
        /** The condition does not hold. */
        UNMET,
        /** Another write of the same key was under way; nothing is decided. */
        CONFLICT,
        /** The server knows no conditions. */
        UNSUPPORTED
    }

    private final Upload upload;
    private final Download download;
    private final Access access;
    private final RandomGenerator random;
    private final AtomicReference<Server> server;
    private final Map<ObjectKey, Mark> unsettled = new ConcurrentHashMap<>();

    /** @param trusted whether the server is known to honour conditions, as AWS does */
    ConditionalWrite(Access access, Upload upload, Download download, RandomGenerator random, boolean trusted) {
        this.access = access;
        this.upload = upload;
        this.download = download;
        this.random = random;
        this.server = new AtomicReference<>(trusted ? Server.HONOURS : Server.UNKNOWN);
    }

    boolean isHonoured() {
        return server.get() != Server.IGNORES;
    }

    /** @param expected the version that must be there; null if nothing may be there */
    Optional<ObjectInfo> write(ObjectKey key, ObjectBody body, ObjectKind kind, @Nullable String expected)
            throws IOException {
        Write write = new Write(key, body, kind, upload.checksum(body), expected, markOf(key, body));
        Optional<ObjectInfo> stored;
        try {
            stored = isHonoured() ? decide(write) : lookThenWrite(write);
        } catch (PermanentStorageException refused) {
            throw refused;
        } catch (InterruptedIOException interrupted) {
            unsettled.put(key, write.mark);
            throw interrupted;
        } catch (IOException lost) {
            stored = Optional.of(settle(write, lost));
        }
        unsettled.remove(key);
        return stored;
    }

    /** New for each write; the same again for the repetition of one whose outcome is unknown. */
    private Mark markOf(ObjectKey key, ObjectBody body) throws IOException {
        String content = UploadChecksum.CRC32C.of(body);
        Mark before = unsettled.get(key);
        return before != null && before.content().equals(content)
                ? before
                : new Mark(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()), content);
    }

    private Optional<ObjectInfo> decide(Write write) throws IOException {
        if (server.get() == Server.UNKNOWN
                && write.expected == null
                && download.stat(write.key).isPresent()) {
            // A server that ignores the condition would replace it.
            return findOwn(write);
        }
        for (int conflicts = 0; ; conflicts++) {
            Answer answer = send(write);
            if (answer.stored != null) {
                return Optional.of(probe(write, answer.stored));
            }
            if (answer.refusal == Refusal.UNSUPPORTED) {
                server.set(Server.IGNORES);
                return lookThenWrite(write);
            }
            if (answer.refusal == Refusal.UNMET) {
                return findOwn(write);
            }
            if (conflicts == MAX_CONFLICTS) {
                throw new IOException(
                        "cannot " + upload.operation(write.key) + ": other writes of this key kept getting in the way");
            }
            await(random.nextLong(CONFLICT_WAIT_NANOS << conflicts));
        }
    }

    /** The answer was lost, so ours may be there. Where it is not, the failure stands: it may still arrive. */
    private ObjectInfo settle(Write write, IOException lost) throws IOException {
        try {
            Optional<ObjectInfo> own = findOwn(write);
            if (own.isPresent()) {
                return own.get();
            }
        } catch (IOException e) {
            lost.addSuppressed(e);
        }
        unsettled.put(write.key, write.mark);
        throw lost;
    }

    private Optional<ObjectInfo> findOwn(Write write) throws IOException {
        return download.find(write.key, write.mark.value());
    }

    private ObjectInfo probe(Write write, ObjectInfo stored) {
        if (server.get() != Server.UNKNOWN || write.expected != null) {
            return stored;
        }
        try {
            Answer again = send(write);
            if (again.stored != null) {
                server.set(Server.IGNORES);
                return again.stored;
            }
            if (again.refusal == Refusal.UNMET) {
                server.set(Server.HONOURS);
            }
        } catch (IOException e) {
            // Not settled, as after a conflict; the next conditional write asks again. The object itself is stored.
        }
        return stored;
    }

    private Answer send(Write write) throws IOException {
        return access.calls().run(upload.operation(write.key), () -> {
            try {
                return new Answer(
                        upload.putWhole(write.key, write.body, write.kind, write.sum, put -> {
                            write.applyMark(put);
                            write.applyCondition(put);
                        }),
                        null);
            } catch (S3Exception e) {
                return new Answer(null, refusal(e));
            }
        });
    }

    private static Refusal refusal(S3Exception e) {
        // 304 is meant for reading, but MinIO has answered with it here too.
        if (e.statusCode() == 412 || e.statusCode() == 304) {
            return Refusal.UNMET;
        }
        if (e.statusCode() == 409) {
            return Refusal.CONFLICT;
        }
        // The object to replace is gone.
        if (e.statusCode() == 404 && Failures.code(e).equals("NoSuchKey")) {
            return Refusal.UNMET;
        }
        if (e.statusCode() == 501) {
            return Refusal.UNSUPPORTED;
        }
        throw e;
    }

    /**
     * For servers without conditions: looks, writes, and looks again. Two writers at the same moment can both succeed.
     */
    private Optional<ObjectInfo> lookThenWrite(Write write) throws IOException {
        Optional<ObjectInfo> there = download.stat(write.key);
        boolean holds = write.expected == null
                ? there.isEmpty()
                : there.filter(found -> found.version().equals(write.expected)).isPresent();
        if (holds) {
            access.calls()
                    .run(
                            upload.operation(write.key),
                            () -> upload.putWhole(write.key, write.body, write.kind, write.sum, write::applyMark));
        }
        return findOwn(write);
    }

    private void await(long nanos) throws InterruptedIOException {
        try {
            access.time().await(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before repeating a conditional write");
        }
    }

    /**
     * One write.
     *
     * @param sum the checksum to send
     * @param expected the version that must be there; null if nothing may be there
     */
    private record Write(
            ObjectKey key,
            ObjectBody body,
            ObjectKind kind,
            String sum,
            @Nullable String expected,
            Mark mark) {

        void applyMark(PutObjectRequest.Builder put) {
            put.metadata(Map.of(MARK, mark.value()));
        }

        void applyCondition(PutObjectRequest.Builder put) {
            if (expected == null) {
                put.ifNoneMatch("*");
            } else {
                put.ifMatch('"' + expected + '"');
            }
        }
    }

    /**
     * What tells an object of ours from others with the same bytes.
     *
     * @param content a checksum of the bytes, by which a repetition is known
     */
    private record Mark(String value, String content) {}

    /** Either what is stored now, or why not. */
    private record Answer(
            @Nullable ObjectInfo stored, @Nullable Refusal refusal) {}
}
