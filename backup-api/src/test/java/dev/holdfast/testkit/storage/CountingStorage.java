package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Records all calls to another storage. Counts what was asked for, also where it failed; of streams it counts the bytes
 * that were really read. Thread-safe; closing it closes the other one.
 */
public final class CountingStorage extends InterceptedStorage {

    private final Queue<Recorded> calls = new ConcurrentLinkedQueue<>();

    private CountingStorage(ConditionalStorage storage) {
        super(storage);
    }

    public static CountingStorage over(ConditionalStorage storage) {
        return new CountingStorage(storage);
    }

    /**
     * A call.
     *
     * @param name the object's key; of a listing its prefix, of a deletion its first key
     * @param kind of calls that store an object
     * @param bytes stored, or read so far
     */
    public record Request(Verb verb, String name, Optional<ObjectKind> kind, long bytes) {}

    private record Recorded(Verb verb, String name, Optional<ObjectKind> kind, AtomicLong bytes) {
        Request request() {
            return new Request(verb, name, kind, bytes.get());
        }
    }

    /** All calls in the order in which they began. */
    public List<Request> requests() {
        return calls.stream().map(Recorded::request).toList();
    }

    public long requests(Verb verb) {
        return count(call -> call.verb() == verb);
    }

    /** Of one verb, for keys that start with a prefix. */
    public long requests(Verb verb, String prefix) {
        return count(call -> call.verb() == verb && call.name().startsWith(prefix));
    }

    public long bytesRead() {
        return bytesRead("");
    }

    /** From objects whose keys start with a prefix. */
    public long bytesRead(String prefix) {
        return bytes(call -> call.verb() == Verb.OPEN && call.name().startsWith(prefix));
    }

    public long bytesWritten() {
        return bytesWritten("");
    }

    /** To objects whose keys start with a prefix. */
    public long bytesWritten(String prefix) {
        return bytes(call -> call.verb().isWrite() && call.name().startsWith(prefix));
    }

    public long bytesWritten(ObjectKind kind) {
        return bytes(call -> call.kind().filter(kind::equals).isPresent());
    }

    /** Forgets all calls so far. */
    public void reset() {
        calls.clear();
    }

    private long count(Predicate<Recorded> which) {
        return calls.stream().filter(which).count();
    }

    private long bytes(Predicate<Recorded> which) {
        return calls.stream()
                .filter(which)
                .mapToLong(call -> call.bytes().get())
                .sum();
    }

    @Override
    <T> T write(Verb verb, ObjectKey key, ObjectBody body, ObjectKind kind, Writing<T> writing) throws IOException {
        calls.add(new Recorded(verb, key.value(), Optional.of(kind), new AtomicLong(body.sizeBytes())));
        return writing.write(body);
    }

    @Override
    @SuppressWarnings("unchecked") // A stream of bytes is wrapped as one.
    <T> T call(Verb verb, String name, Call<T> call) throws IOException {
        AtomicLong bytes = new AtomicLong();
        calls.add(new Recorded(verb, name, Optional.empty(), bytes));
        T result = call.make();
        return result instanceof InputStream in ? (T) new CountingStream(in, bytes) : result;
    }

    private static final class CountingStream extends FilterInputStream {

        private final AtomicLong bytes;

        CountingStream(InputStream in, AtomicLong bytes) {
            super(in);
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes.addAndGet(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            bytes.addAndGet(Math.max(count, 0));
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
