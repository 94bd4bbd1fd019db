package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.transfer.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The keys under a prefix, page by page. Skips what is not ours: directory markers and foreign objects. Keys out of
 * order within a page are put in order; across pages they are an error, for nothing bounds how far a later key may lie
 * back. One thread at a time.
 */
final class Listing implements Iterator<ObjectInfo> {

    private final Access access;
    private final String prefix;
    private final Deque<ObjectInfo> page = new ArrayDeque<>();
    private String last;
    private @Nullable String token;
    /**
     * Whether the next page starts behind a key that need not be there. The token that MinIO gives with such a page
     * skips a key.
     */
    private boolean startsAnywhere;

    private boolean isComplete;
    /**
     * XML cannot carry every key, and one that it cannot carry would spoil the page; so keys are asked for as they
     * stand in a URL.
     */
    private boolean areKeysEncoded = true;

    private Listing(Access access, String prefix, String startAfter) {
        this.access = access;
        this.prefix = prefix;
        this.last = startAfter;
        this.startsAnywhere = !startAfter.isEmpty();
    }

    /** Fetches the first page at once, so its failure is an {@link IOException}. */
    static Stream<ObjectInfo> open(Access access, String prefix, String startAfter) throws IOException {
        Listing listing = new Listing(access, prefix, startAfter);
        listing.fetch();
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        listing, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
                false);
    }

    /** A key under the prefix that is none of ours, and no directory marker; looks at the first page only. */
    static Optional<String> findForeign(Access access) throws IOException {
        Bucket bucket = access.bucket();
        return new Listing(access, "", "")
                .answer(bucket.listing()).contents().stream()
                        .map(S3Object::key)
                        .filter(key -> key.startsWith(bucket.prefix())
                                && !key.endsWith("/")
                                && bucket.parse(key).isEmpty())
                        .map(key -> key.substring(bucket.prefix().length()))
                        .findFirst();
    }

    @Override
    public boolean hasNext() {
        try {
            while (page.isEmpty() && !isComplete) {
                fetch();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !page.isEmpty();
    }

    @Override
    public ObjectInfo next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }

    private void fetch() throws IOException {
        Bucket bucket = access.bucket();
        Operation operation = bucket.listing();
        ListObjectsV2Response answer = answer(operation);
        if (answer.isTruncated() == null) {
            throw access.failures().notS3(operation, "IsTruncated");
        }
        List<ObjectInfo> found = new ArrayList<>();
        for (S3Object object : answer.contents()) {
            Optional<ObjectKey> key = bucket.parse(object.key()).filter(this::isWanted);
            if (key.isPresent()) {
                ObjectInfo info = access.info(
                        operation,
                        key.get(),
                        Objects.requireNonNullElse(object.size(), 0L),
                        // Some servers know it only once the object is complete.
                        Objects.requireNonNullElse(object.eTag(), ""),
                        object.storageClassAsString());
                found.add(object.lastModified() == null ? info : info.storedAt(object.lastModified()));
            }
        }
        add(operation, found);
        // The last key found is there, so the next page may start behind it.
        boolean startsBehindKey = startsAnywhere && !found.isEmpty() && answer.isTruncated();
        startsAnywhere = false;
        if (!startsBehindKey) {
            advance(operation, answer);
        }
    }

    /** Asks once more where a server says that keys stand as in a URL, and they do not. */
    private ListObjectsV2Response answer(Operation operation) throws IOException {
        ListObjectsV2Request request = request(access.bucket());
        try {
            ListObjectsV2Response answer = send(operation, request);
            if (!areKeysEncoded || answer.prefix() == null || answer.prefix().equals(request.prefix())) {
                return answer;
            }
        } catch (IllegalArgumentException e) {
            // A key is no encoded one.
        }
        areKeysEncoded = false;
        return send(operation, request(access.bucket()));
    }

    private ListObjectsV2Response send(Operation operation, ListObjectsV2Request request) throws IOException {
        return access.calls().run(operation, () -> access.client().listObjectsV2(request));
    }

    private ListObjectsV2Request request(Bucket bucket) {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(bucket.name())
                .prefix(bucket.prefix() + prefix)
                .expectedBucketOwner(bucket.owner())
                .overrideConfiguration(access.promptly());
        if (areKeysEncoded) {
            request.encodingType(EncodingType.URL);
        }
        if (token != null) {
            request.continuationToken(token);
        } else if (!last.isEmpty()) {
            request.startAfter(bucket.prefix() + last);
        }
        return request.build();
    }

    /** Not every server keeps to prefix and start. */
    private boolean isWanted(ObjectKey key) {
        return key.value().startsWith(prefix) && (token != null || key.value().compareTo(last) > 0);
    }

    private void add(Operation operation, List<ObjectInfo> found) throws IOException {
        found.sort(Comparator.comparing(ObjectInfo::key));
        for (ObjectInfo object : found) {
            String key = object.key().value();
            if (key.equals(last)) {
                continue;
            }
            if (key.compareTo(last) <= 0) {
                throw new PermanentStorageException("cannot " + operation + ": the server lists keys out of order ("
                        + key + " on a later page than " + last + "); such a store cannot hold a repository");
            }
            page.add(object);
            last = key;
        }
    }

    private void advance(Operation operation, ListObjectsV2Response answer) throws IOException {
        String next = answer.isTruncated() ? answer.nextContinuationToken() : null;
        if (answer.isTruncated() && (next == null || next.equals(token))) {
            throw new PermanentStorageException(
                    "cannot " + operation + ": the server says that there are more keys but not where they start");
        }
        token = next;
        isComplete = next == null;
    }
}
