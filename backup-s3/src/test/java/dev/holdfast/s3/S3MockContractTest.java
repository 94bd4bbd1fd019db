package dev.holdfast.s3;

import com.adobe.testing.s3mock.junit5.S3MockExtension;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;

@ServerFault(
        test = "readersSeeOneWholeObjectWhileItIsReplaced",
        fault = "S3Mock 5.2.0 answers with the length of one object and the bytes of another while it is replaced")
@ServerFault(test = "exactlyOneOfManyWritersWins", fault = "S3Mock 5.2.0 decides conditions before it locks")
@ServerFault(test = "concurrentReplacementsLoseNone", fault = "S3Mock 5.2.0 decides conditions before it locks")
class S3MockContractTest extends ConditionalStorageContract {

    @RegisterExtension
    static final S3MockExtension SERVER = S3MockExtension.builder()
            .silent()
            .withSecureConnection(false)
            .withInitialBuckets("backups")
            .build();

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private String prefix;

    @Override
    protected ConditionalStorage open() {
        prefix = "some host/ü/" + PREFIXES.incrementAndGet();
        return reopen();
    }

    @Override
    protected ConditionalStorage reopen() {
        return S3Storage.builder()
                .endpoint(URI.create("http://localhost:" + SERVER.getHttpPort()))
                .region("us-east-1")
                .pathStyle()
                .credentials("any", "any")
                .bucket("backups")
                .prefix(prefix)
                .multipart(16 << 20, 8 << 20)
                .build();
    }

    @Override
    protected long largeSizeBytes() {
        return 24 << 20;
    }

    /**
     * S3Mock reads a file for each key that it lists; listings of several pages are tested with s3proxy and in
     * {@code examples}.
     */
    @Override
    protected int manyObjects() {
        return 100;
    }
}
