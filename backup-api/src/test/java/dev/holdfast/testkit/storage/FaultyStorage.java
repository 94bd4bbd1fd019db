package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A storage that fails by a script.
 *
 * <pre>{@code
 * FaultyStorage storage = FaultyStorage.over(MemoryStorage.create());
 * storage.onPut().matching("volumes/").call(3).fail();
 * storage.onOpen().call(1).cutAfter(1000);
 * storage.onEvery().from(10).failPermanently();       // as if the process died
 * Gate gate = storage.onPutIfAbsent().matching("log/").call(1).pause();
 * }</pre>
 *
 * <p>Each rule counts the calls that it matches, from 1, since it was made. Of several rules that apply to a call the
 * first acts. Thread-safe; closing it closes the other one, which no rule prevents.
 */
public final class FaultyStorage extends InterceptedStorage {

    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);

    private FaultyStorage(ConditionalStorage storage) {
        super(storage);
    }

    public static FaultyStorage over(ConditionalStorage storage) {
        return new FaultyStorage(storage);
    }

    /** Unconditional puts. */
    public FaultRule onPut() {
        return on(Verb.PUT);
    }

    public FaultRule onPutIfAbsent() {
        return on(Verb.PUT_IF_ABSENT);
    }

    public FaultRule onReplace() {
        return on(Verb.REPLACE);
    }

    public FaultRule onOpen() {
        return on(Verb.OPEN);
    }

    public FaultRule onStat() {
        return on(Verb.STAT);
    }

    public FaultRule onList() {
        return on(Verb.LIST);
    }

    public FaultRule onDelete() {
        return on(Verb.DELETE);
    }

    /** All calls that store an object, conditional or not. */
    public FaultRule onWrite() {
        return on(Verb.PUT, Verb.PUT_IF_ABSENT, Verb.REPLACE);
    }

    public FaultRule onEvery() {
        return on(Verb.values());
    }

    /** Begins a rule; it is in force once its effect is named. */
    public FaultRule on(Verb... verbs) {
        return new FaultRule(EnumSet.copyOf(Set.of(verbs)), rules::add);
    }

    /**
     * Lets the store take so many more bytes; an object that does not fit is refused permanently, as a full disk does.
     */
    public void fullAfter(long bytes) {
        freeBytes.set(bytes);
    }

    /** Forgets all rules, and gives a full store space again. Calls that wait at a gate still do. */
    public void heal() {
        rules.clear();
        freeBytes.set(Long.MAX_VALUE);
    }

    @Override
    <T> T write(Verb verb, ObjectKey key, ObjectBody body, ObjectKind kind, Writing<T> writing) throws IOException {
        FaultRule.Effect effect = effect(verb, key.value());
        effect.before(verb + " " + key);
        reserve(key, body.sizeBytes());
        ObjectBody sent = effect.cutAfterBytes() < 0 ? body : Bodies.breaking(body, effect.cutAfterBytes());
        T result = writing.write(sent);
        effect.after();
        return result;
    }

    private void reserve(ObjectKey key, long sizeBytes) throws PermanentStorageException {
        long free = freeBytes.getAndUpdate(bytes -> bytes >= sizeBytes ? bytes - sizeBytes : bytes);
        if (free < sizeBytes) {
            throw new PermanentStorageException(
                    "scripted: no space for object " + key + ", " + sizeBytes + " bytes needed, " + free + " free");
        }
    }

    /** A listing too. */
    @Override
    public Optional<String> findForeign() throws IOException {
        return call(Verb.LIST, "", super::findForeign);
    }

    @Override
    @SuppressWarnings("unchecked") // A stream is wrapped as one.
    <T> T call(Verb verb, String name, Call<T> call) throws IOException {
        FaultRule.Effect effect = effect(verb, name);
        effect.before(verb + " " + name);
        T result = call.make();
        if (effect.cutAfterBytes() >= 0) {
            if (result instanceof InputStream in) {
                return (T) new Bodies.BreakingStream(in, effect.cutAfterBytes());
            }
            if (result instanceof Stream<?> list) {
                return (T) cut((Stream<ObjectInfo>) list, effect.cutAfterBytes());
            }
        }
        if (effect.failAfter() != null) {
            close(result);
        }
        effect.after();
        return result;
    }

    private static void close(Object result) throws IOException {
        if (result instanceof InputStream in) {
            in.close();
        } else if (result instanceof Stream<?> list) {
            list.close();
        }
    }

    private static Stream<ObjectInfo> cut(Stream<ObjectInfo> list, long after) {
        AtomicLong left = new AtomicLong(after);
        return list.peek(info -> {
            if (left.getAndDecrement() == 0) {
                throw new UncheckedIOException(new IOException("scripted: the listing broke before " + info.key()));
            }
        });
    }

    private FaultRule.Effect effect(Verb verb, String name) {
        FaultRule.Effect first = FaultRule.Effect.NONE;
        for (FaultRule rule : rules) {
            FaultRule.Effect effect = rule.meets(verb, name);
            first = first == FaultRule.Effect.NONE ? effect : first;
        }
        return first;
    }
}
