package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a {@link FaultyStorage} fail, and how: first a choice of calls, at last one effect. Without a choice
 * it is every call.
 */
public final class FaultRule {

    private final Set<Verb> verbs;
    private final Consumer<FaultRule> enforce;
    private final AtomicLong met = new AtomicLong();
    private String prefix = "";
    private long first = 1;
    private long last = Long.MAX_VALUE;
    private Effect effect = Effect.NONE;

    FaultRule(Set<Verb> verbs, Consumer<FaultRule> enforce) {
        this.verbs = verbs;
        this.enforce = enforce;
    }

    /** Only keys, or prefixes of listings, that start so. */
    public FaultRule matching(String keyPrefix) {
        prefix = keyPrefix;
        return this;
    }

    /** Only the n-th call that matches, from 1. */
    public FaultRule call(long n) {
        first = n;
        last = n;
        return this;
    }

    /** The n-th call that matches and all later ones. */
    public FaultRule from(long n) {
        first = n;
        last = Long.MAX_VALUE;
        return this;
    }

    /** The first n calls that match. */
    public FaultRule times(long n) {
        first = 1;
        last = n;
        return this;
    }

    /** Fails without doing anything; a repetition may succeed. */
    public void fail() {
        failWith(() -> new IOException("scripted: the connection broke"));
    }

    /** Fails without doing anything, and says that repeating is useless. */
    public void failPermanently() {
        failWith(() -> new PermanentStorageException("scripted: the store refused"));
    }

    /** Fails without doing anything. */
    public void failWith(Supplier<IOException> failure) {
        enforce(new Effect(failure, null, -1, null));
    }

    /** Does what was asked for, and then fails: the store has it, the caller does not know. */
    public void lostAnswer() {
        enforce(new Effect(null, () -> new IOException("scripted: the answer was lost"), -1, null));
    }

    /**
     * Breaks in the middle. An object that is read gives so many bytes and then an error; one that is stored is not,
     * after so many bytes were taken. A listing breaks after so many objects.
     */
    public void cutAfter(long count) {
        enforce(new Effect(null, null, count, null));
    }

    /** Stops the call before it does anything, until the test opens the gate. */
    public Gate pause() {
        Gate gate = new Gate();
        enforce(new Effect(null, null, -1, gate));
        return gate;
    }

    private void enforce(Effect chosen) {
        effect = chosen;
        enforce.accept(this);
    }

    Effect meets(Verb verb, String name) {
        if (!verbs.contains(verb) || !name.startsWith(prefix)) {
            return Effect.NONE;
        }
        long n = met.incrementAndGet();
        return n >= first && n <= last ? effect : Effect.NONE;
    }

    /** What happens to a call. */
    record Effect(
            @Nullable Supplier<IOException> failBefore,
            @Nullable Supplier<IOException> failAfter,
            long cutAfterBytes,
            @Nullable Gate gate) {

        static final Effect NONE = new Effect(null, null, -1, null);

        void before(String call) throws IOException {
            if (gate != null) {
                gate.pass(call);
            }
            if (failBefore != null) {
                throw failBefore.get();
            }
        }

        void after() throws IOException {
            if (failAfter != null) {
                throw failAfter.get();
            }
        }
    }
}
