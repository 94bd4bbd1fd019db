package dev.holdfast.s3;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.s3.http.ErrorPage;
import dev.holdfast.s3.http.HttpProxy;
import dev.holdfast.s3.http.InterruptibleHttpClient;
import dev.holdfast.s3.transfer.BatchMd5;
import dev.holdfast.s3.transfer.Calls;
import dev.holdfast.s3.transfer.Deadlines;
import dev.holdfast.s3.transfer.Failures;
import dev.holdfast.s3.transfer.Monotonic;
import dev.holdfast.s3.transfer.Pace;
import dev.holdfast.s3.transfer.RateLimit;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * Describes an {@link S3Storage}. Only the bucket is required, and where nothing else tells the SDK the region, that
 * too. {@link #build} sends nothing to the bucket: what is wrong with it is told by the first call. One thread at a
 * time.
 */
public final class S3StorageBuilder {

    private static final int MAX_CONNECTIONS = 64;
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final long EXPECT_CONTINUE_BYTES = 1024 * 1024;
    private static final long SMALLEST_PART_BYTES = 5L * 1024 * 1024;

    private final List<ExecutionInterceptor> interceptors = new ArrayList<>();
    private Monotonic time = Monotonic.system();
    private RandomGenerator random = new SecureRandom();
    private @Nullable String bucket;
    private String prefix = "";
    private @Nullable String expectedBucketOwner;
    private @Nullable String region;
    private @Nullable URI endpoint;
    private boolean pathStyle;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable S3Client client;
    private @Nullable String storageClass;
    private @Nullable String encryption;
    private @Nullable String kmsKeyId;
    private UploadChecksum checksum = UploadChecksum.CRC32C;
    private long maxBytesPerSecond;
    private long multipartFromBytes = 64L * 1024 * 1024;
    private long partBytes = 16L * 1024 * 1024;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration callTimeout = Duration.ofSeconds(60);

    S3StorageBuilder() {}

    /** The bucket's name, or the ARN of an access point. */
    public S3StorageBuilder bucket(String name) {
        bucket = Objects.requireNonNull(name, "name");
        return this;
    }

    /** What all keys start with, {@code laptop/}; a slash is added at the end. The whole bucket if not set. */
    public S3StorageBuilder prefix(String text) {
        prefix = Objects.requireNonNull(text, "text");
        return this;
    }

    /** The bucket's region, {@code eu-central-1}. If not set, the SDK's own search: environment, profile, instance. */
    public S3StorageBuilder region(String name) {
        region = Objects.requireNonNull(name, "name");
        return this;
    }

    /** The server, {@code https://minio.example:9000}. If not set, what environment or profile name, else AWS. */
    public S3StorageBuilder endpoint(URI server) {
        endpoint = checked(server);
        return this;
    }

    private static URI checked(URI server) {
        // Not quoted: it may hold a secret.
        if (!List.of("http", "https").contains(String.valueOf(server.getScheme()))
                || server.getHost() == null
                || server.getRawUserInfo() != null
                || server.getRawQuery() != null
                || server.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "not an endpoint; it is https://host[:port][/path], or http:// for a server on this"
                            + " machine, without user, '?' and '#'");
        }
        return server;
    }

    /** Puts the bucket into the path instead of the host name, as most servers other than AWS want it. */
    public S3StorageBuilder pathStyle() {
        pathStyle = true;
        return this;
    }

    /**
     * Who calls; the provider stays the caller's to close. If not set, the SDK's default chain: environment, profile,
     * web identity, container, instance.
     */
    public S3StorageBuilder credentials(AwsCredentialsProvider provider) {
        credentials = Objects.requireNonNull(provider, "provider");
        return this;
    }

    /** Who calls, by a fixed key. */
    public S3StorageBuilder credentials(String accessKeyId, String secretAccessKey) {
        return credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
    }

    /**
     * Uses the application's own client, which stays the application's to close, with its region, endpoint,
     * credentials, timeouts and retries.
     */
    public S3StorageBuilder client(S3Client own) {
        client = Objects.requireNonNull(own, "own");
        return this;
    }

    /**
     * The class of volumes of at least 128 KiB, {@code STANDARD_IA}; all else is stored in {@code STANDARD}, the
     * default. What lies in an archive class ({@code GLACIER}, {@code DEEP_ARCHIVE}) must be thawed before it can be
     * restored.
     */
    public S3StorageBuilder storageClass(String name) {
        storageClass = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Has the server encrypt with its own keys (SSE-S3). If neither this nor KMS is set, what the bucket prescribes.
     */
    public S3StorageBuilder encryptWithS3() {
        encryption = "AES256";
        kmsKeyId = null;
        return this;
    }

    /** Has the server encrypt with the account's own KMS key for S3. */
    public S3StorageBuilder encryptWithKms() {
        encryption = "aws:kms";
        kmsKeyId = null;
        return this;
    }

    /** Has the server encrypt with a KMS key, by its id, ARN or alias. */
    public S3StorageBuilder encryptWithKms(String keyId) {
        encryptWithKms();
        kmsKeyId = Objects.requireNonNull(keyId, "keyId");
        return this;
    }

    /** Refuses a bucket that belongs to another account: 12 digits. */
    public S3StorageBuilder expectedBucketOwner(String accountId) {
        expectedBucketOwner = Objects.requireNonNull(accountId, "accountId");
        return this;
    }

    /** {@link UploadChecksum#CRC32C} if not set. */
    public S3StorageBuilder checksum(UploadChecksum sent) {
        checksum = Objects.requireNonNull(sent, "sent");
        return this;
    }

    /** Keeps all transfers together, up and down, under a rate, ≥ 1. */
    public S3StorageBuilder maxBytesPerSecond(long rate) {
        if (rate < 1) {
            throw new IllegalArgumentException("maxBytesPerSecond is " + rate + ", at least 1 is needed");
        }
        maxBytesPerSecond = rate;
        return this;
    }

    /** Sends bodies larger than {@code fromBytes} (64 MiB) in parts of {@code partBytes} (16 MiB, at least 5 MiB). */
    public S3StorageBuilder multipart(long fromBytes, long partBytes) {
        if (partBytes < SMALLEST_PART_BYTES || fromBytes < partBytes) {
            throw new IllegalArgumentException(
                    "multipart from " + fromBytes + " bytes in parts of " + partBytes + ": parts have at least "
                            + SMALLEST_PART_BYTES + ", and at most the size from which they are used");
        }
        this.multipartFromBytes = fromBytes;
        this.partBytes = partBytes;
        return this;
    }

    /**
     * How long to wait: 10 s for a connection, 30 s for the next byte, 60 s for an answer. A transfer has in addition
     * the time that its bytes take at 8 KiB/s.
     */
    public S3StorageBuilder timeouts(Duration connect, Duration idle, Duration call) {
        connectTimeout = positive(connect);
        idleTimeout = positive(idle);
        callTimeout = positive(call);
        return this;
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout is " + timeout + ", it must be positive");
        }
        return timeout;
    }

    /** For tests: sees every request of the client made here. */
    S3StorageBuilder interceptor(ExecutionInterceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    /** For tests: waits and jitter. */
    S3StorageBuilder waiting(Monotonic with, RandomGenerator jitter) {
        time = with;
        random = jitter;
        return this;
    }

    /**
     * The storage. Closing it closes the client made here, never one that was given.
     *
     * @throws IllegalArgumentException if a setting is not usable
     * @throws IllegalStateException if the bucket is missing, or settings exclude each other
     * @throws ConfigurationException if no region is set, and the SDK finds none, or if the profile or the endpoint
     *     that it finds is not usable
     */
    public S3Storage build() {
        if (bucket == null) {
            throw new IllegalStateException("no bucket is set");
        }
        Bucket where = new Bucket(bucket, prefix, expectedBucketOwner);
        URI found = client == null ? findServer() : null;
        checkStorageClass(client != null || found != null);
        Writing writing = new Writing(
                "STANDARD".equals(storageClass) ? null : storageClass,
                encryption,
                kmsKeyId,
                checksum,
                multipartFromBytes,
                partBytes);
        S3Client used = client == null ? createClient(found) : checkedClient(client);
        URI server = used.serviceClientConfiguration().endpointOverride().orElse(null);
        String usedRegion = String.valueOf(used.serviceClientConfiguration().region());
        Failures failures = new Failures(usedRegion, server == null ? null : server.toString(), expectedBucketOwner);
        Access access = new Access(
                used,
                where,
                new Calls(new Pace(time, random), failures, LoggerFactory.getLogger(S3Storage.class)::warn),
                failures,
                new Deadlines(callTimeout, maxBytesPerSecond),
                time,
                maxBytesPerSecond == 0 ? null : new RateLimit(maxBytesPerSecond, time));
        return new S3Storage(access, writing, random, server == null, client == null);
    }

    /** The SDK would find it too, but only when all that depends on it is chosen. */
    private @Nullable URI findServer() {
        try {
            ProfileFile profiles = ProfileFile.defaultProfileFile();
            return AwsClientEndpointProvider.builder()
                    .clientEndpointOverride(endpoint)
                    .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
                    .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
                    .serviceProfileProperty("s3")
                    .profileFile(() -> profiles)
                    .resolveFromOverrides()
                    .map(S3StorageBuilder::checked)
                    .orElse(null);
        } catch (SdkClientException | IllegalArgumentException | UncheckedIOException e) {
            throw new ConfigurationException(
                    "the AWS configuration is not usable; look at AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, "
                            + ProfileFileLocation.configurationFilePath() + " and "
                            + ProfileFileLocation.credentialsFilePath() + ": " + e.getMessage(),
                    e);
        }
    }

    /** @param isOther whether the server may be another than AWS, which has classes of its own */
    private void checkStorageClass(boolean isOther) {
        boolean known = storageClass == null
                || StorageClass.fromValue(storageClass) != StorageClass.UNKNOWN_TO_SDK_VERSION
                || isOther && storageClass.matches("[A-Za-z0-9_-]{1,64}");
        if (!known) {
            throw new IllegalArgumentException(
                    "no storage class \"" + storageClass + "\"; S3 knows " + StorageClass.knownValues());
        }
    }

    private S3Client checkedClient(S3Client own) {
        if (region != null || endpoint != null || pathStyle || credentials != null) {
            throw new IllegalStateException(
                    "region, endpoint, path style and credentials belong to the client that was given; set them there");
        }
        return own;
    }

    private S3Client createClient(@Nullable URI server) {
        S3ClientBuilder builder = S3Client.builder()
                .region(usableRegion(server))
                .forcePathStyle(pathStyle)
                // A plain body with a header of ours: no trailer, no chunk signatures, no second pass by the SDK.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        // A round trip that only pays where a refusal saves sending a large body.
                        .expectContinueThresholdInBytes(EXPECT_CONTINUE_BYTES)
                        .build())
                .overrideConfiguration(override -> {
                    override.retryStrategy(AwsRetryStrategy.doNotRetry());
                    override.addExecutionInterceptor(new BatchMd5());
                    override.addExecutionInterceptor(new ErrorPage());
                    interceptors.forEach(override::addExecutionInterceptor);
                })
                .httpClientBuilder(new InterruptibleHttpClient.Builder(httpClient(server)));
        if (server != null) {
            builder.endpointOverride(server);
        }
        if (credentials != null) {
            // Closing a client closes its provider, which may serve others.
            builder.credentialsProvider(credentials::resolveCredentials);
        }
        return builder.build();
    }

    private Apache5HttpClient.Builder httpClient(@Nullable URI server) {
        String scheme = server == null ? "https" : server.getScheme();
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(MAX_CONNECTIONS)
                .tcpKeepAlive(true)
                .connectionTimeout(connectTimeout)
                .socketTimeout(idleTimeout)
                .proxyConfiguration(HttpProxy.find(scheme));
        if (scheme.equals("http")) {
            // Nobody shows a certificate, so none need be loaded to trust in.
            builder.tlsTrustManagersProvider(() -> new TrustManager[0]);
        }
        return builder;
    }

    /**
     * The SDK makes a part of a host's name of it, also where the endpoint is given, and fails with the first request
     * otherwise.
     */
    private Region usableRegion(@Nullable URI server) {
        String name = region == null ? defaultRegion(server).id() : region;
        if (!REGION.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "no region is called \"" + name + "\": its name has letters, digits and dashes, as eu-central-1");
        }
        return Region.of(name);
    }

    private static Region defaultRegion(@Nullable URI server) {
        try {
            // Elsewhere than at AWS nobody need wait for an instance's metadata service.
            return server == null
                    ? DefaultAwsRegionProviderChain.builder().build().getRegion()
                    : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                            .getRegion();
        } catch (SdkClientException e) {
            if (server != null) {
                return Region.US_EAST_1;
            }
            throw new ConfigurationException(
                    "no region is set, and none was found; set the bucket's region, or AWS_REGION", e);
        }
    }
}
