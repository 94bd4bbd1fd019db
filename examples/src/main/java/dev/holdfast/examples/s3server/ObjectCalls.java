package dev.holdfast.examples.s3server;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Stores, reads, describes and deletes one object. Keeps the writers' marks, in memory only. Thread-safe. */
final class ObjectCalls {

    private static final String CHECKSUM = "x-amz-checksum-crc32c";
    private static final String MARK = "x-amz-meta-holdfast-write";
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final ConditionalStorage storage;
    private final Map<String, String> marks = new ConcurrentHashMap<>();

    ObjectCalls(ConditionalStorage storage) {
        this.storage = storage;
    }

    S3Answer answer(HttpExchange exchange, String name) throws IOException {
        ObjectKey key = KeyNames.stored(name);
        if (exchange.getRequestURI().getRawQuery() != null) {
            return S3Answer.error(501, "NotImplemented", "This server stores objects in one piece, and archives none");
        }
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, key);
            case "GET" -> get(exchange, key);
            case "HEAD" -> head(key);
            case "DELETE" -> {
                storage.delete(List.of(key));
                yield S3Answer.of(204);
            }
            default -> S3Answer.error(405, "MethodNotAllowed", "PUT, GET, HEAD and DELETE are");
        };
    }

    private S3Answer put(HttpExchange exchange, ObjectKey key) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String checksum = header(exchange, CHECKSUM);
        if (checksum != null && !checksum.equals(crc32c(bytes))) {
            return S3Answer.error(400, "BadDigest", "The CRC32C you specified did not match the calculated checksum.");
        }
        ObjectBody body = ObjectBody.of(bytes);
        String match = header(exchange, "If-Match");
        Optional<ObjectInfo> stored;
        if (header(exchange, "If-None-Match") != null) {
            stored = storage.putIfAbsent(key, body, ObjectKind.LOG);
        } else if (match != null) {
            stored = storage.replace(key, body, ObjectKind.LEASE, match.replace("\"", ""));
        } else {
            stored = Optional.of(storage.put(key, body, ObjectKind.VOLUME));
        }
        if (stored.isEmpty()) {
            return S3Answer.error(412, "PreconditionFailed", "At least one of the pre-conditions did not hold");
        }
        String mark = header(exchange, MARK);
        marks.compute(key.value(), (name, before) -> mark);
        return S3Answer.of(200).header("ETag", etag(stored.get())).header(CHECKSUM, checksum);
    }

    private S3Answer head(ObjectKey key) throws IOException {
        Optional<ObjectInfo> found = storage.stat(key);
        return found.isEmpty()
                ? S3Answer.of(404)
                : S3Answer.of(200)
                        .header("ETag", etag(found.get()))
                        .header(MARK, marks.get(key.value()))
                        .bodyOf(found.get().sizeBytes());
    }

    private S3Answer get(HttpExchange exchange, ObjectKey key) throws IOException {
        Optional<ObjectInfo> found = storage.stat(key);
        if (found.isEmpty()) {
            return S3Answer.error(404, "NoSuchKey", "The specified key does not exist.");
        }
        long size = found.get().sizeBytes();
        Matcher range = RANGE.matcher(String.valueOf(header(exchange, "Range")));
        try {
            if (!range.matches()) {
                return S3Answer.of(200).header("ETag", etag(found.get())).body(storage.open(key, ByteRange.ALL), size);
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
            if (first > last) {
                return S3Answer.error(416, "InvalidRange", "The requested range is not satisfiable");
            }
            return S3Answer.of(206)
                    .header("ETag", etag(found.get()))
                    .header("Content-Range", "bytes " + first + "-" + last + "/" + size)
                    .body(storage.open(key, ByteRange.of(first, last - first + 1)), last - first + 1);
        } catch (ObjectNotFoundException e) {
            return S3Answer.error(404, "NoSuchKey", "The specified key does not exist.");
        }
    }

    private static @Nullable String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static String etag(ObjectInfo info) {
        return "\"" + info.version() + "\"";
    }

    private static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
