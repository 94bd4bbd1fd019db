package dev.holdfast.s3;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import org.junit.jupiter.api.extension.RegisterExtension;

@ServerFault(
        test = "readersSeeOneWholeObjectWhileItIsReplaced",
        fault = "s3proxy 4.1.0 lists the temporary file of an object that is being replaced")
@ServerFault(
        test = "concurrentReplacementsLoseNone",
        fault = "s3proxy 4.1.0 checks If-Match first and writes later (If-None-Match is decided while writing)")
class S3ProxyContractTest extends ConditionalStorageContract {

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    private String prefix;

    @Override
    protected ConditionalStorage open() {
        prefix = SERVER.freshPrefix();
        return reopen();
    }

    @Override
    protected ConditionalStorage reopen() {
        return SERVER.storage(prefix).multipart(16 << 20, 8 << 20).build();
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
