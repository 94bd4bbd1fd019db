package dev.holdfast.examples.quickstart;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.RepositoryBuilder;
import dev.holdfast.core.storage.DirectoryStorage;
import dev.holdfast.examples.s3server.S3Server;
import dev.holdfast.s3.S3Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the quickstart's repository lies. */
final class Place implements AutoCloseable {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String KEY = "quickstart";
    private static final String PREFIX = "laptop";

    private final URI uri;
    private final @Nullable URI endpoint;
    private final @Nullable S3Server server;

    private Place(URI uri, @Nullable URI endpoint, @Nullable S3Server server) {
        this.uri = uri;
        this.endpoint = endpoint;
        this.server = server;
    }

    static Place in(Path directory) {
        return new Place(directory.toUri(), null, null);
    }

    /** In an S3 server in this process, which keeps its objects in a directory. */
    static Place inServerOver(Path directory) throws IOException {
        S3Server server = S3Server.over(DirectoryStorage.at(directory));
        return new Place(URI.create("s3://" + S3Server.BUCKET + "/" + PREFIX), server.endpoint(), server);
    }

    /**
     * In a bucket of the user's, below the given prefix in one of its own.
     *
     * @param endpoint of a server other than AWS; null for AWS
     */
    static Place inBucket(String url, @Nullable String endpoint, Clock clock) {
        try {
            String own = (url.endsWith("/") ? url : url + "/") + "quickstart-" + SECOND.format(clock.instant());
            return new Place(URI.create(own), endpoint == null ? null : URI.create(endpoint), null);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "HOLDFAST_S3_URL is s3://bucket/prefix, HOLDFAST_S3_ENDPOINT a URL: " + e.getMessage());
        }
    }

    String url() {
        return uri.toString();
    }

    boolean isServer() {
        return server != null;
    }

    void configure(RepositoryBuilder repository) {
        if (server != null) {
            repository.storage(S3Storage.builder()
                    .endpoint(server.endpoint())
                    .region("us-east-1")
                    .pathStyle()
                    .credentials(KEY, KEY)
                    .bucket(S3Server.BUCKET)
                    .prefix(PREFIX)
                    .build());
            return;
        }
        Map<String, String> options = new HashMap<>();
        if (endpoint != null) {
            options.put("endpoint", endpoint.toString());
            options.put("pathStyle", "true");
        }
        repository.storage(uri, options);
    }

    /** What the command needs to find it. */
    List<String> options() {
        return endpoint == null ? List.of() : List.of("--s3-endpoint-url", endpoint.toString(), "--s3-path-style");
    }

    /** What a process needs to be let in, beside what it has already. */
    Map<String, String> environment() {
        return server == null
                ? Map.of()
                : Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", KEY, "AWS_REGION", "us-east-1");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
