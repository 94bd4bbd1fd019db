package dev.holdfast.s3;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@code s3://bucket/prefix} and, as Duplicity spells it, {@code boto3+s3://bucket/prefix}.
 *
 * <p>Options: {@code region}, {@code endpoint}, {@code pathStyle} (true, false), {@code storageClass}, {@code sse}
 * (AES256, aws:kms), {@code kmsKeyId}, {@code expectedBucketOwner}, {@code checksum} (crc32c, md5, none),
 * {@code maxBytesPerSecond}. Credentials come from the SDK's default chain, never from the URI. Thread-safe.
 */
public final class S3StorageProvider implements StorageProvider {

    private static final Set<String> SCHEMES = Set.of("s3", "boto3+s3");

    @Override
    public Set<String> schemes() {
        return SCHEMES;
    }

    @Override
    public Storage open(URI uri, Map<String, String> options) {
        S3StorageBuilder builder = S3Storage.builder();
        place(builder, uri);
        options.forEach((name, value) -> set(builder, name, value, options));
        try {
            return builder.build();
        } catch (IllegalStateException | ConfigurationException missing) {
            throw new IllegalArgumentException(missing.getMessage(), missing);
        }
    }

    private static void place(S3StorageBuilder builder, URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        // The URI is not quoted: what stands before an @ may be a secret.
        if (!SCHEMES.contains(scheme) || authority == null || authority.contains("@") || authority.contains(":")) {
            throw new IllegalArgumentException("not an S3 URI; it is s3://bucket/prefix, with credentials from the"
                    + " environment and the server by the option 'endpoint'");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an S3 URI has no '?' or '#'; write them as %3F and %23 if they are part of the prefix");
        }
        String path = uri.getPath();
        builder.bucket(authority).prefix(path.startsWith("/") ? path.substring(1) : path);
    }

    private static void set(S3StorageBuilder builder, String name, String value, Map<String, String> all) {
        switch (name) {
            case "region" -> builder.region(value);
            case "endpoint" -> builder.endpoint(endpoint(value));
            case "pathStyle" -> {
                if (bool(name, value)) {
                    builder.pathStyle();
                }
            }
            case "storageClass" -> builder.storageClass(value);
            case "sse" -> encrypt(builder, value, all.containsKey("kmsKeyId"));
            case "kmsKeyId" -> {
                if (!all.getOrDefault("sse", "aws:kms").equals("aws:kms")) {
                    throw new IllegalArgumentException("option kmsKeyId needs sse to be aws:kms");
                }
                builder.encryptWithKms(value);
            }
            case "expectedBucketOwner" -> builder.expectedBucketOwner(value);
            case "checksum" -> builder.checksum(checksum(value));
            case "maxBytesPerSecond" -> builder.maxBytesPerSecond(number(name, value));
            default ->
                throw new IllegalArgumentException(
                        "no option \"" + name + "\" for S3; there are region, endpoint, pathStyle,"
                                + " storageClass, sse, kmsKeyId, expectedBucketOwner, checksum, maxBytesPerSecond");
        }
    }

    /** Not quoted, for it may hold a secret. */
    private static URI endpoint(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("option endpoint is no URL: " + e.getReason());
        }
    }

    private static void encrypt(S3StorageBuilder builder, String sse, boolean hasKey) {
        switch (sse) {
            case "AES256" -> builder.encryptWithS3();
            case "aws:kms" -> {
                if (!hasKey) {
                    builder.encryptWithKms();
                }
            }
            default -> throw new IllegalArgumentException("option sse is \"" + sse + "\", it is AES256 or aws:kms");
        }
    }

    private static UploadChecksum checksum(String value) {
        return switch (value) {
            case "crc32c" -> UploadChecksum.CRC32C;
            case "md5" -> UploadChecksum.CONTENT_MD5;
            case "none" -> UploadChecksum.NONE;
            default ->
                throw new IllegalArgumentException("option checksum is \"" + value + "\", it is crc32c, md5 or none");
        };
    }

    private static boolean bool(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("option " + name + " is \"" + value + "\", it is true or false");
        };
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("option " + name + " is \"" + value + "\", it is a number", e);
        }
    }
}
