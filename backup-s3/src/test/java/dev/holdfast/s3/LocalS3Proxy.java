package dev.holdfast.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** s3proxy in this process, over memory. It checks signatures. */
final class LocalS3Proxy implements AutoCloseable {

    static final String BUCKET = "backups";
    private static final String ID = "id";
    private static final String SECRET = "secret";

    private final AtomicInteger prefixes = new AtomicInteger();
    private final S3Proxy proxy;
    private final URI endpoint;

    private LocalS3Proxy(S3Proxy proxy) {
        this.proxy = proxy;
        this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    static LocalS3Proxy start() throws Exception {
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", new Properties()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ID, SECRET)
                .build();
        proxy.start();
        LocalS3Proxy started = new LocalS3Proxy(proxy);
        try (S3Client client = started.client()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
        return started;
    }

    URI endpoint() {
        return endpoint;
    }

    String freshPrefix() {
        return "p" + prefixes.incrementAndGet();
    }

    S3StorageBuilder storage(String prefix) {
        return S3Storage.builder()
                .endpoint(endpoint)
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
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                .build();
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }
}
