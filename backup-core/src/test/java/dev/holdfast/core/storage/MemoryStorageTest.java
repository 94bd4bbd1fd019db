package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;

class MemoryStorageTest extends ConditionalStorageContract {

    private MemoryStorage store = MemoryStorage.create();

    @Override
    protected ConditionalStorage open() {
        store = MemoryStorage.create();
        return store;
    }

    /** Its objects live as long as the instance. */
    @Override
    protected ConditionalStorage reopen() {
        return store;
    }
}
