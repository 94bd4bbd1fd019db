package dev.holdfast.examples.s3server;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.s3.S3Storage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** The S3 storage over the example's server. */
class S3ServerContractTest extends ConditionalStorageContract {

    private S3Server server;

    @Override
    protected ConditionalStorage open() throws IOException {
        server = S3Server.over(MemoryStorage.create());
        return reopen();
    }

    @Override
    protected ConditionalStorage reopen() {
        return S3Storage.builder()
                .endpoint(server.endpoint())
                .region("us-east-1")
                .pathStyle()
                .credentials("any", "any")
                .bucket(S3Server.BUCKET)
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected long largeSizeBytes() {
        return 24 << 20;
    }

    /** More than a page. */
    @Override
    protected int manyObjects() {
        return 1_010;
    }
}
