package dev.holdfast.s3;

import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.testkit.storage.ThawingStorageContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@link ArchiveClass} between client and server, which answers as AWS does. */
class ThawingContractTest extends ThawingStorageContract {

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    private ArchiveClass archive = new ArchiveClass();
    private String prefix = "";

    @Override
    protected ThawingStorage open() {
        archive = new ArchiveClass();
        prefix = SERVER.freshPrefix();
        return reopen();
    }

    @Override
    protected S3Storage reopen() {
        return SERVER.storage(prefix)
                .storageClass("GLACIER")
                .interceptor(archive)
                .build();
    }

    @Override
    protected void finishThawing() {
        archive.finish();
    }
}
