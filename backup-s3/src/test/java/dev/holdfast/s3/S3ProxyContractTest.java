package dev.holdfast.s3;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@ServerFault(
        test = "readersSeeOneWholeObjectWhileItIsReplaced",
        fault = "s3proxy 4.1.0 lists the temporary file of an object that is being replaced")
@ServerFault(
        test = "concurrentReplacementsLoseNone",
        fault = "s3proxy 4.1.0 checks If-Match first and writes later (If-None-Match is decided while writing)")
class S3ProxyContractTest extends ConditionalStorageContract {

    private static LocalS3Proxy server;
    private String prefix;

    @BeforeAll
    static void start() throws Exception {
        server = LocalS3Proxy.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    protected ConditionalStorage open() {
        prefix = server.freshPrefix();
        return reopen();
    }

    @Override
    protected ConditionalStorage reopen() {
        return server.storage(prefix).multipart(16 << 20, 8 << 20).build();
    }

    @Override
    protected long largeSizeBytes() {
        return 24 << 20;
    }

    /** More than a page. */
    @Override
    protected int manyObjects() {
        return 1_100;
    }
}
