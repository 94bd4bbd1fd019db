package dev.holdfast.core.retry;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Lists objects; after a failure it asks again for those behind the last one that it has given. */
final class ResumingListing implements Iterator<ObjectInfo> {

    /** A page of most stores: a long listing may be broken many times. */
    private static final int PROGRESS_KEYS = 1000;

    private final Storage storage;
    private final String prefix;
    private final Retries.Course course;
    private String reached;
    private @Nullable Stream<ObjectInfo> stream;
    private @Nullable Iterator<ObjectInfo> iterator;
    private @Nullable ObjectInfo next;
    private int keysSinceFailure;

    private ResumingListing(Storage storage, String prefix, String startAfter, Retries.Course course) {
        this.storage = storage;
        this.prefix = prefix;
        this.course = course;
        this.reached = startAfter;
    }

    static Stream<ObjectInfo> stream(Storage storage, String prefix, String startAfter, Retries.Course course)
            throws IOException {
        ResumingListing listing = new ResumingListing(storage, prefix, startAfter, course);
        course.run(isRepeated -> listing.ask());
        int traits = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(listing, traits), false)
                .onClose(listing::close);
    }

    private Iterator<ObjectInfo> ask() throws IOException {
        stream = storage.list(prefix, reached);
        iterator = stream.iterator();
        return iterator;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null) {
                try {
                    Iterator<ObjectInfo> current = iterator != null ? iterator : ask();
                    if (!current.hasNext()) {
                        return false;
                    }
                    next = current.next();
                    reached = next.key().value();
                    if (++keysSinceFailure == PROGRESS_KEYS) {
                        course.progressed();
                    }
                } catch (UncheckedIOException e) {
                    retry(e.getCause() != null ? e.getCause() : new IOException(e));
                } catch (IOException e) {
                    retry(e);
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void retry(IOException e) throws IOException {
        close();
        keysSinceFailure = 0;
        course.failed(e);
    }

    @Override
    public ObjectInfo next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        ObjectInfo found = next;
        next = null;
        return found;
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
