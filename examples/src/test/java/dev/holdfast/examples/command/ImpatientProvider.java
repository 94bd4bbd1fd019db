package dev.holdfast.examples.command;

import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.s3.S3Storage;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Opens {@code impatient://host:port}: an S3 server on that port that is given little time for each answer. */
public final class ImpatientProvider implements StorageProvider {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    @Override
    public Set<String> schemes() {
        return Set.of("impatient");
    }

    @Override
    public Storage open(URI uri, Map<String, String> options) {
        return S3Storage.builder()
                .endpoint(URI.create("http://" + uri.getAuthority()))
                .pathStyle()
                .region("us-east-1")
                .bucket("backups")
                .timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), PATIENCE)
                .build();
    }
}
