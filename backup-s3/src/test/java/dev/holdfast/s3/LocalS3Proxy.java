package dev.holdfast.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** s3proxy in this process, over memory, for the tests of a class. It checks signatures. */
final class LocalS3Proxy implements BeforeAllCallback, AfterAllCallback {

    static final String BUCKET = "backups";
    private static final String ID = "id";
    private static final String SECRET = "secret";

    private final AtomicInteger prefixes = new AtomicInteger();
    private final S3Proxy proxy = S3Proxy.builder()
            .blobStore(BlobStores.create("transient-nio2", new Properties()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ID, SECRET)
            .build();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        proxy.start();
        try (S3Client client = client()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        proxy.stop();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    String freshPrefix() {
        return "p" + prefixes.incrementAndGet();
    }

    S3StorageBuilder storage(String prefix) {
        return S3Storage.builder()
                .endpoint(endpoint())
                .region("us-east-1")
                .pathStyle()
                .credentials(ID, SECRET)
                .bucket(BUCKET)
                .prefix(prefix)
                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    /** An application's own client, with the SDK's defaults. */
    S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                .build();
    }
}
