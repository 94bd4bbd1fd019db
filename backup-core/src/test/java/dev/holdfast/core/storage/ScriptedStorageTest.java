package dev.holdfast.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.testkit.storage.Bodies;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The testkit's storages do what their scripts say, and without a script they are storages like any other. */
class ScriptedStorageTest {

    private final MemoryStorage memory = MemoryStorage.create();
    private final CountingStorage counting = CountingStorage.over(memory);
    private final FaultyStorage faulty = FaultyStorage.over(counting);

    @Nested
    class WithoutScript extends ConditionalStorageContract {

        @Override
        protected ConditionalStorage open() {
            return FaultyStorage.over(CountingStorage.over(MemoryStorage.create()));
        }

        @Override
        protected int manyObjects() {
            return 100;
        }
    }

    @Test
    void onlyTheChosenCallFails() throws IOException {
        faulty.onPut().matching("volumes/").call(2).fail();

        put("log/1", 10);
        put("volumes/1", 10);
        put("log/2", 10);
        assertThatThrownBy(() -> put("volumes/2", 10)).isInstanceOf(IOException.class);
        put("volumes/2", 10);
        assertThat(counting.requests(Verb.PUT))
                .as("the failed call did not arrive")
                .isEqualTo(4);
    }

    @Test
    void aDeadStoreStaysDeadUntilItIsHealed() throws IOException {
        faulty.onEvery().from(2).failPermanently();
        put("a", 1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> faulty.stat(ObjectKey.of("a"))).isInstanceOf(PermanentStorageException.class);
        }
        faulty.heal();
        assertThat(faulty.stat(ObjectKey.of("a"))).isPresent();
    }

    @Test
    void aFullStoreRefusesWhatDoesNotFit() throws IOException {
        faulty.fullAfter(25);
        put("a", 20);

        assertThatThrownBy(() -> put("b", 6)).isInstanceOf(PermanentStorageException.class);
        put("c", 5);
        assertThat(Tampering.with(memory).keys("")).containsExactly(ObjectKey.of("a"), ObjectKey.of("c"));
    }

    @Test
    void aLostAnswerLeavesTheObject() {
        faulty.onWrite().call(1).lostAnswer();

        assertThatThrownBy(() -> put("a", 1)).isInstanceOf(IOException.class);
        assertThat(memory.stat(ObjectKey.of("a"))).isPresent();
    }

    @Test
    void aCutPutLeavesNothingAndACutReadGivesItsBytes() throws IOException {
        faulty.onPut().call(1).cutAfter(500);
        assertThatThrownBy(() -> put("a", 1000)).isInstanceOf(IOException.class);
        assertThat(memory.stat(ObjectKey.of("a"))).isEmpty();

        put("a", 1000);
        faulty.onOpen().cutAfter(500);
        try (InputStream in = faulty.open(ObjectKey.of("a"), ByteRange.ALL)) {
            assertThat(in.readNBytes(500)).hasSize(500);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPausedWriterCanBeOvertaken() throws Exception {
        ObjectKey record = ObjectKey.of("log/1");
        Gate gate = faulty.onPutIfAbsent().call(1).pause();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> paused =
                    executor.submit(() -> faulty.putIfAbsent(record, Bodies.of("paused"), ObjectKind.LOG)
                            .isPresent());
            gate.awaitArrival();
            assertThat(faulty.putIfAbsent(record, Bodies.of("overtaker"), ObjectKind.LOG))
                    .isPresent();
            gate.open();
            assertThat(paused.get(60, TimeUnit.SECONDS)).isFalse();
        } finally {
            executor.shutdownNow();
        }
        assertThat(Bodies.text(Tampering.with(memory).bytes(record))).isEqualTo("overtaker");
    }

    @Test
    void requestsAndBytesAreCounted() throws IOException {
        put("volumes/1", 1000);
        put("volumes/2", 100);
        counting.put(ObjectKey.of("log/1"), Bodies.of("record"), ObjectKind.LOG);
        try (InputStream in = counting.open(ObjectKey.of("volumes/1"), ByteRange.of(900, 1000))) {
            assertThat(in.read()).isBetween(0, 255);
            in.readAllBytes();
        }
        try (InputStream in = counting.open(ObjectKey.of("volumes/2"), ByteRange.ALL)) {
            in.readNBytes(10);
        }
        counting.delete(List.of(ObjectKey.of("log/1"), ObjectKey.of("volumes/2")));

        assertThat(counting.requests(Verb.PUT, "volumes/")).isEqualTo(2);
        assertThat(counting.requests(Verb.DELETE)).isEqualTo(1);
        assertThat(counting.bytesWritten(ObjectKind.VOLUME)).isEqualTo(1100);
        assertThat(counting.bytesWritten()).isEqualTo(1106);
        assertThat(counting.bytesRead("volumes/1")).isEqualTo(100);
        assertThat(counting.bytesRead()).isEqualTo(110);
        assertThat(counting.requests()).hasSize(6);
        counting.reset();
        assertThat(counting.requests()).isEmpty();
    }

    @Test
    void storedBytesCanBeTamperedWith() throws IOException {
        ObjectKey key = ObjectKey.of("o");
        memory.put(key, Bodies.of("abc"), ObjectKind.LOG);
        Tampering tampering = Tampering.with(memory);

        tampering.flipBit(key, 8);
        assertThat(Bodies.text(tampering.bytes(key))).isEqualTo("acc");
        MemoryStorage former = MemoryStorage.create();
        Tampering.with(former).copyFrom(memory);
        tampering.truncate(key, 1);
        assertThat(Bodies.text(tampering.bytes(key))).isEqualTo("a");
        tampering.remove(key);
        assertThat(memory.stat(key)).isEmpty();
        tampering.copyFrom(former);
        assertThat(Bodies.text(tampering.bytes(key))).isEqualTo("acc");
    }

    private void put(String key, int sizeBytes) throws IOException {
        faulty.put(ObjectKey.of(key), Bodies.random(1, sizeBytes), ObjectKind.VOLUME);
    }
}
