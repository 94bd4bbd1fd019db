package dev.holdfast.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StorageExceptionTest {

    private static final ObjectKey KEY = ObjectKey.of("log/1");

    @Test
    void whatTheStorageCallsPermanentIsPermanent() {
        PermanentStorageException denied = new PermanentStorageException("denied");
        assertThat(List.of(
                        denied,
                        new ObjectNotFoundException(KEY, "memory:/"),
                        new ObjectDeletionException("cannot delete", List.of(KEY), denied)))
                .allMatch(StorageExceptionTest::isPermanent);
    }

    @Test
    void whatMayAnswerLaterIsNot() {
        IOException silent = new SocketTimeoutException("no answer");
        assertThat(List.of(
                        silent,
                        new IOException("gave up after 5 tries", silent),
                        new ObjectDeletionException("cannot delete", List.of(KEY), silent)))
                .noneMatch(StorageExceptionTest::isPermanent);
        assertThat(isPermanent(null)).isFalse();
    }

    private static boolean isPermanent(@Nullable IOException cause) {
        return new StorageException("the store failed", cause).isPermanent();
    }
}
