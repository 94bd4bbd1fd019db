package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageContractTest {

    @Nested
    class WithHardLinks extends ConditionalStorageContract {

        @TempDir
        Path directory;

        @Override
        protected ConditionalStorage open() {
            return DirectoryStorage.at(directory.resolve("not/there/yet"));
        }

        /** A directory has no pages, but each object waits for the disk. */
        @Override
        protected int manyObjects() {
            return 100;
        }

        @Override
        protected ConditionalStorage reopen() {
            return open();
        }
    }

    @Nested
    class WithoutHardLinks extends ConditionalStorageContract {

        @TempDir
        Path directory;

        @Override
        protected ConditionalStorage open() {
            return DirectoryStorage.withoutHardLinks(directory);
        }

        @Override
        protected int manyObjects() {
            return 100;
        }

        @Override
        protected ConditionalStorage reopen() {
            return open();
        }
    }
}
