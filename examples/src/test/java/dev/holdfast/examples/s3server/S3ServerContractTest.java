package dev.holdfast.examples.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.s3.S3Storage;
import dev.holdfast.testkit.storage.ConditionalStorageContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        return below("");
    }

    private S3Storage below(String prefix) {
        return S3Storage.builder()
                .endpoint(server.endpoint())
                .region("us-east-1")
                .pathStyle()
                .credentials("any", "any")
                .bucket(S3Server.BUCKET)
                .prefix(prefix)
                .build();
    }

    @Test
    void aPrefixMayHaveCharactersThatMeanSomethingInUrlsAndXml() throws IOException {
        String prefix = "späte Söhne & <Töchter>'s_1+1=%20";
        ObjectKey first = ObjectKey.of("log/1");
        ObjectKey second = ObjectKey.of("log/2_b");
        try (S3Storage odd = below(prefix);
                S3Storage all = below("")) {
            odd.put(first, ObjectBody.of(new byte[1]), ObjectKind.LOG);
            odd.put(second, ObjectBody.of(new byte[2]), ObjectKind.LOG);

            assertThat(odd.list("", "").map(ObjectInfo::key)).containsExactly(first, second);
            assertThat(all.findForeign()).contains(prefix + "/log/1");
            odd.delete(List.of(first, second));
            assertThat(odd.list("", "")).isEmpty();
        }
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
