package dev.holdfast.core.retry;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Lists objects; after a failure it asks again for those behind the last one that it has given. */
final class ResumingListing extends AbstractSpliterator<ObjectInfo> {

    /** A page of most stores: a long listing may be broken many times. */
    private static final int PROGRESS_KEYS = 1000;

    private final Storage storage;
    private final String prefix;
    private final Retries.Course course;
    private String reached;
    private @Nullable Stream<ObjectInfo> stream;
    private @Nullable Iterator<ObjectInfo> iterator;
    private int keysSinceFailure;

    private ResumingListing(Storage storage, String prefix, String startAfter, Retries.Course course) {
        super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
        this.storage = storage;
        this.prefix = prefix;
        this.course = course;
        this.reached = startAfter;
    }

    static Stream<ObjectInfo> stream(Storage storage, String prefix, String startAfter, Retries.Course course)
            throws IOException {
        ResumingListing listing = new ResumingListing(storage, prefix, startAfter, course);
        course.run(isRepeated -> listing.ask());
        return StreamSupport.stream(listing, false).onClose(listing::close);
    }

    private Iterator<ObjectInfo> ask() throws IOException {
        stream = storage.list(prefix, reached);
        iterator = stream.iterator();
        return iterator;
    }

    @Override
    public boolean tryAdvance(Consumer<? super ObjectInfo> action) {
        ObjectInfo next = next();
        if (next == null) {
            return false;
        }
        action.accept(next);
        return true;
    }

    /** Null behind the last. */
    private @Nullable ObjectInfo next() {
        try {
            while (true) {
                try {
                    Iterator<ObjectInfo> current = iterator != null ? iterator : ask();
                    if (!current.hasNext()) {
                        return null;
                    }
                    ObjectInfo next = current.next();
                    reached = next.key().value();
                    if (++keysSinceFailure == PROGRESS_KEYS) {
                        course.progressed();
                    }
                    return next;
                } catch (UncheckedIOException e) {
                    retry(e.getCause() != null ? e.getCause() : new IOException(e));
                } catch (IOException e) {
                    retry(e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void retry(IOException e) throws IOException {
        close();
        keysSinceFailure = 0;
        course.failed(e);
    }

    private void close() {
        iterator = null;
        if (stream != null) {
            Stream<ObjectInfo> current = stream;
            stream = null;
            current.close();
        }
    }
}
