package dev.holdfast.core.retry;

import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.ArchiveStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.ThawingStorageContract;
import java.time.Duration;
import java.util.Random;

/** Retries keep the ability to thaw, where the store fails at first, and over the testkit's storage. */
class RetryingThawingStorageContractTest extends ThawingStorageContract {

    private ArchiveStorage archive = ArchiveStorage.over(MemoryStorage.create());

    @Override
    protected ThawingStorage open() {
        FaultyStorage faulty = FaultyStorage.over(MemoryStorage.create());
        faulty.onEvery().call(1).fail();
        faulty.onEvery().call(3).fail();
        archive = ArchiveStorage.over(faulty);
        return reopen();
    }

    @Override
    protected ThawingStorage reopen() {
        BackoffPolicy policy = new BackoffPolicy(5, 5, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
        return (ThawingStorage) RetryingStorage.of(archive, policy, new Random(1), duration -> {}, System::nanoTime);
    }

    @Override
    protected void finishThawing() {
        archive.finishThawing();
    }
}
