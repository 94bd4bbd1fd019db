package dev.holdfast.examples.spi;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SingleFileStorageContractTest extends ConditionalStorageContract {

    @TempDir
    Path directory;

    @Override
    protected ConditionalStorage open() throws IOException {
        return SingleFileStorage.open(directory.resolve("store"));
    }

    /** Each object is forced to the disk by itself. */
    @Override
    protected int manyObjects() {
        return 100;
    }
}
