package dev.holdfast.core.retry;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Verb;
import java.time.Duration;
import java.util.Random;

/** With retries, a store that fails at first in every way is as good as one that never fails. */
class RetryingStorageContractTest extends ConditionalStorageContract {

    private FaultyStorage faulty = FaultyStorage.over(MemoryStorage.create());

    @Override
    protected ConditionalStorage open() {
        faulty = FaultyStorage.over(MemoryStorage.create());
        faulty.onEvery().call(1).fail();
        faulty.onEvery().call(3).fail();
        faulty.on(Verb.PUT, Verb.PUT_IF_ABSENT).call(3).lostAnswer();
        faulty.onOpen().call(2).cutAfter(3);
        faulty.onList().call(1).cutAfter(1);
        faulty.onDelete().call(1).lostAnswer();
        return reopen();
    }

    @Override
    protected ConditionalStorage reopen() {
        BackoffPolicy policy = new BackoffPolicy(5, 5, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
        return (ConditionalStorage) RetryingStorage.of(faulty, policy, new Random(1), duration -> {}, System::nanoTime);
    }

    @Override
    protected int manyObjects() {
        return 100;
    }
}
