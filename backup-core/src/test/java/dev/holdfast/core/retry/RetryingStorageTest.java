package dev.holdfast.core.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.Bodies;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryingStorageTest {

    private static final ObjectKey KEY = ObjectKey.of("log/1");

    private final MemoryStorage memory = MemoryStorage.create();
    private final CountingStorage counting = CountingStorage.over(memory);
    private final FaultyStorage faulty = FaultyStorage.over(counting);
    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final ConditionalStorage storage = (ConditionalStorage) RetryingStorage.of(
            faulty,
            BackoffPolicy.DEFAULT,
            new Random(1),
            duration -> {
                pauses.add(duration);
                nanoTime.addAndGet(duration.toNanos());
            },
            nanoTime::get);

    @Test
    void afterTheLastTryTheMessageNamesObjectStoreTriesAndReason() {
        faulty.onPut().fail();

        assertThatThrownBy(() -> storage.put(KEY, Bodies.of("x"), ObjectKind.LOG))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(PermanentStorageException.class)
                .hasMessageContainingAll("log/1", "memory:/", "5 tries", "the connection broke");
        assertThat(pauses).hasSize(4);
    }

    /** Without conditions somebody else may have replaced a record or a lease before the store looked at its size. */
    @Test
    void aStoreThatKeepsOnlyAPartHasNotStored() throws IOException {
        Storage cutting = (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, args) -> method.getName().equals("put")
                        ? memory.put(KEY, Bodies.of("a part"), ObjectKind.VOLUME)
                        : method.invoke(memory, args));
        Storage retrying = RetryingStorage.of(cutting, BackoffPolicy.DEFAULT, new Random(1), pauses::add, () -> 0);

        assertThatThrownBy(() -> retrying.put(KEY, Bodies.of("a part of it"), ObjectKind.VOLUME))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("log/1", "5 tries", "kept 6 of 12 bytes");
        for (ObjectKind replaceable : List.of(ObjectKind.LOG, ObjectKind.LEASE)) {
            assertThat(retrying.put(KEY, Bodies.of("a record"), replaceable).sizeBytes())
                    .isEqualTo(6);
        }
    }

    /** A network that is away for a while does not end a run; a store that is not there at all is told of at once. */
    @Test
    void aStoreThatHasAnsweredIsWaitedForLonger() throws IOException {
        storage.stat(KEY);
        faulty.onStat().fail();

        assertThatThrownBy(() -> storage.stat(KEY)).hasMessageContaining("12 tries");
        Duration most = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(most).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(63));
    }

    @Test
    void whatIsPermanentIsNotRepeated() {
        faulty.onStat().failPermanently();

        assertThatThrownBy(() -> storage.stat(KEY)).isInstanceOf(PermanentStorageException.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void anInterruptIsNotRepeatedButATimeoutIs() throws IOException {
        faulty.onStat().call(1).failWith(() -> new InterruptedIOException("interrupted"));
        assertThatThrownBy(() -> storage.stat(KEY)).isInstanceOf(InterruptedIOException.class);
        assertThat(pauses).isEmpty();

        faulty.onStat().call(1).failWith(() -> new SocketTimeoutException("read timed out"));
        assertThat(storage.stat(KEY)).isEmpty();
        assertThat(pauses).hasSize(1);
    }

    @Test
    void anInterruptEndsThePauseAndStaysSet() {
        ConditionalStorage impatient = (ConditionalStorage) RetryingStorage.of(
                faulty,
                BackoffPolicy.DEFAULT,
                new Random(1),
                duration -> {
                    throw new InterruptedException();
                },
                nanoTime::get);
        faulty.onStat().fail();

        assertThatThrownBy(() -> impatient.stat(KEY)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void noTryBeginsAfterTheTotalTime() {
        faulty.onStat().failWith(() -> {
            nanoTime.addAndGet(Duration.ofSeconds(70).toNanos());
            return new IOException("slow failure");
        });

        assertThatThrownBy(() -> storage.stat(KEY)).hasMessageContaining("3 tries");
    }

    /** A slow line needs minutes for a volume, a large store for its listing. */
    @Test
    void whatTookLongBeforeItFailedIsTriedAgain() throws IOException {
        storage.put(KEY, Bodies.random(1, 1000), ObjectKind.VOLUME);
        faulty.onStat().call(1).failWith(() -> {
            nanoTime.addAndGet(Duration.ofMinutes(4).toNanos());
            return new IOException("the upload broke at its end");
        });
        faulty.onOpen().call(1).cutAfter(10);
        faulty.onList().call(1).cutAfter(0);

        assertThat(storage.stat(KEY)).isPresent();
        try (InputStream in = storage.open(KEY, ByteRange.ALL);
                Stream<ObjectInfo> list = storage.list("", "")) {
            nanoTime.addAndGet(Duration.ofMinutes(4).toNanos());
            assertThat(in.readAllBytes()).hasSize(1000);
            assertThat(list).hasSize(1);
        }
    }

    @Test
    void aTransferOrListingThatGoesOnMayBreakManyTimes() throws IOException {
        storage.put(KEY, Bodies.random(1, 17 << 20), ObjectKind.VOLUME);
        faulty.onOpen().cutAfter(1 << 20);
        for (int i = 0; i < 12_100; i++) {
            memory.put(ObjectKey.of("k/%05d".formatted(i)), Bodies.of("x"), ObjectKind.LOG);
        }
        faulty.onList().cutAfter(1000);

        try (InputStream in = storage.open(KEY, ByteRange.ALL);
                Stream<ObjectInfo> list = storage.list("k/", "")) {
            assertThat(in.readAllBytes()).hasSize(17 << 20);
            assertThat(list).hasSize(12_100);
        }
    }

    @Test
    void aRealPauseEndsByInterrupt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Pause.real().pause(Duration.ofDays(1))).isInstanceOf(InterruptedException.class);
    }

    @Property(tries = 200)
    void pausesStayBelowABoundThatDoubles(@ForAll @IntRange(min = 1, max = 100) int failures, @ForAll long seed) {
        Duration pause = BackoffPolicy.DEFAULT.pauseAfter(failures, new Random(seed));
        long bound = Math.min(200L << Math.min(failures - 1, 30), 10_000);

        assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(bound));
    }

    @Test
    void aBrokenStreamGoesOnWhereItBroke() throws IOException {
        storage.put(KEY, Bodies.random(1, 100_000), ObjectKind.VOLUME);
        faulty.onOpen().call(1).cutAfter(30_000);
        faulty.onOpen().call(2).cutAfter(50_000);

        try (InputStream in = storage.open(KEY, ByteRange.of(10_000, 85_000))) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(Bodies.randomBytes(1, 100_000), 10_000, 95_000));
        }
        assertThat(counting.requests(Verb.OPEN)).isEqualTo(3);
        assertThat(counting.bytesRead()).as("nothing is read twice").isEqualTo(85_000);
    }

    @Test
    void aStreamThatBreaksBehindItsLastByteHasEnded() throws IOException {
        storage.put(KEY, Bodies.random(1, 1000), ObjectKind.VOLUME);
        faulty.onOpen().call(1).cutAfter(1000);

        try (InputStream in = storage.open(KEY, ByteRange.ALL)) {
            assertThat(in.readAllBytes()).isEqualTo(Bodies.randomBytes(1, 1000));
        }
    }

    @Test
    void aStreamIsNotResumedForEver() throws IOException {
        storage.put(KEY, Bodies.random(1, 1000), ObjectKind.VOLUME);
        faulty.onOpen().cutAfter(10);

        try (InputStream in = storage.open(KEY, ByteRange.ALL)) {
            assertThatThrownBy(in::readAllBytes).hasMessageContaining("12 tries");
        }
    }

    @Test
    void aBrokenListingGoesOnBehindTheLastKey() throws IOException {
        List<String> keys = Stream.iterate(0, i -> i + 1)
                .limit(100)
                .map("k/%03d"::formatted)
                .toList();
        for (String key : keys) {
            storage.put(ObjectKey.of(key), Bodies.of("x"), ObjectKind.LOG);
        }
        faulty.onList().call(1).cutAfter(0);
        faulty.onList().call(2).cutAfter(40);
        faulty.onList().call(3).fail();

        try (Stream<ObjectInfo> list = storage.list("k/", "k/009")) {
            assertThat(list.map(info -> info.key().value())).isEqualTo(keys.subList(10, 100));
        }
        assertThat(pauses).hasSize(3);
    }

    @Test
    void lookingForOtherThingsIsRepeatedAsListingIs() throws IOException {
        faulty.onList().call(1).fail();
        faulty.onList().call(2).fail();

        assertThat(storage.findForeign()).isEmpty();
        assertThat(pauses).hasSize(2);
    }

    @Test
    void ownRecordIsRecognisedAfterALostAnswer() throws IOException {
        faulty.onPutIfAbsent().call(1).lostAnswer();

        assertThat(storage.putIfAbsent(KEY, Bodies.of("mine, token 17"), ObjectKind.LOG))
                .isPresent();
        assertThat(counting.requests(Verb.PUT_IF_ABSENT)).isEqualTo(2);
    }

    @Test
    void anotherWritersRecordIsNotTakenForOwn() throws IOException {
        memory.put(KEY, Bodies.of("theirs, token 4"), ObjectKind.LOG);
        faulty.onPutIfAbsent().call(1).fail();

        assertThat(storage.putIfAbsent(KEY, Bodies.of("mine, token 170"), ObjectKind.LOG))
                .isEmpty();
        assertThat(Bodies.text(Tampering.with(memory).bytes(KEY))).isEqualTo("theirs, token 4");
    }

    @Test
    void withoutAFailureEqualBytesOfAnotherWriterAreNotOwn() throws IOException {
        memory.put(KEY, Bodies.of("same"), ObjectKind.LOG);

        assertThat(storage.putIfAbsent(KEY, Bodies.of("same"), ObjectKind.LOG)).isEmpty();
        assertThat(counting.requests(Verb.OPEN)).isZero();
    }

    @Test
    void ownReplacementIsRecognisedAfterALostAnswer() throws IOException {
        String version =
                storage.put(KEY, Bodies.of("lease 1"), ObjectKind.LEASE).version();
        faulty.onReplace().call(1).lostAnswer();

        ObjectInfo replaced = storage.replace(KEY, Bodies.of("lease 2"), ObjectKind.LEASE, version)
                .orElseThrow();
        assertThat(replaced.version()).isEqualTo(memory.stat(KEY).orElseThrow().version());
    }

    @Test
    void onlyKeysThatAreLeftAreDeletedAgain() throws IOException {
        List<ObjectKey> keys = List.of(ObjectKey.of("a"), ObjectKey.of("b"));
        for (ObjectKey key : keys) {
            storage.put(key, Bodies.of("x"), ObjectKind.LOG);
        }
        faulty.onDelete()
                .matching("a")
                .call(1)
                .failWith(() -> new ObjectDeletionException("slow down", keys.subList(1, 2), null));
        storage.delete(keys);
        assertThat(counting.requests())
                .last()
                .satisfies(request -> assertThat(request.name()).isEqualTo("b"));

        faulty.onDelete().failWith(() -> new ObjectDeletionException("slow down", keys.subList(1, 2), null));
        assertThatThrownBy(() -> storage.delete(keys))
                .isInstanceOfSatisfying(
                        ObjectDeletionException.class, e -> assertThat(e.keys()).containsExactly(keys.get(1)))
                .hasMessageContaining("12 tries");
    }

    @Test
    void deletingIsNotRepeatedWhereThatCannotHelp() {
        List<ObjectKey> keys = List.of(ObjectKey.of("a"), ObjectKey.of("b"), ObjectKey.of("c"));
        faulty.onDelete()
                .failWith(() -> new ObjectDeletionException("denied", keys, new PermanentStorageException("denied")));

        assertThatThrownBy(() -> storage.delete(keys)).hasMessage("denied: a and 2 more");
        assertThat(pauses).isEmpty();
    }
}
