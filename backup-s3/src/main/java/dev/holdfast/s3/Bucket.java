package dev.holdfast.s3;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.s3.transfer.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects lie.
 *
 * @param name of the bucket, or the ARN of an access point
 * @param prefix empty, or ends with a slash
 * @param owner the account id that must own it; null if that is not checked
 */
record Bucket(String name, String prefix, @Nullable String owner) {

    private static final int MAX_KEY_BYTES = 1024;
    private static final int MAX_OWN_KEY_BYTES = 512;

    /** Also by an access point. */
    private static final Pattern DIRECTORY_BUCKET = Pattern.compile("--xa?-s3$");

    Bucket {
        if (isAccessPoint(name) && !name.matches("arn:[a-z0-9-]+:s3[a-z-]*:[a-z0-9-]+:[0-9]{12}:.+")) {
            // One in several regions is several buckets, of which each is late to know what the others hold.
            throw new IllegalArgumentException(
                    "not the ARN of an access point in one region: \"" + name + "\"; a bucket is given by its name");
        }
        if (DIRECTORY_BUCKET.matcher(name).find()) {
            throw new IllegalArgumentException("a directory bucket (S3 Express One Zone) cannot hold a repository: \""
                    + name + "\"; it lists keys in no order");
        }
        if (!isAccessPoint(name) && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")) {
            throw new IllegalArgumentException("not a bucket name: \"" + name
                    + "\"; a name has 3 to 63 characters of a-z 0-9 . - (some servers: A-Z and _ too)");
        }
        if (owner != null && !owner.matches("[0-9]{12}")) {
            throw new IllegalArgumentException(
                    "not an account id: \"" + owner + "\"; the expected bucket owner is 12 digits");
        }
        prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        checkPrefix(prefix);
    }

    private static void checkPrefix(String prefix) {
        String[] segments = prefix.isEmpty()
                ? new String[0]
                : prefix.substring(0, prefix.length() - 1).split("/", -1);
        // HTTP clients and proxies resolve such segments, so the object would land elsewhere.
        if (Arrays.stream(segments).anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw new IllegalArgumentException("not a usable prefix: \"" + prefix
                    + "\"; it must not start with a slash, nor hold an empty segment, '.' or '..'");
        }
        if (prefix.chars()
                .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c) && !isWhole(prefix))) {
            throw new IllegalArgumentException("the prefix holds a control character or half a character");
        }
        if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES - MAX_OWN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the prefix is longer than " + (MAX_KEY_BYTES - MAX_OWN_KEY_BYTES) + " bytes");
        }
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    String describe() {
        return "s3://" + name + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }

    String keyOf(ObjectKey key) {
        return prefix + key.value();
    }

    /** Our key, unless the object is a directory marker or somebody else's. */
    Optional<ObjectKey> parse(String found) {
        if (!found.startsWith(prefix)) {
            return Optional.empty();
        }
        String own = found.substring(prefix.length());
        return ObjectKey.isValid(own) ? Optional.of(new ObjectKey(own)) : Optional.empty();
    }

    Operation operation(String verb, String action, ObjectKey key) {
        return new Operation(verb, action, objects(), describe() + "/" + key, describe(), key);
    }

    /** On several objects. */
    Operation operation(String verb, String action) {
        return new Operation(verb, action, objects(), describe(), describe(), null);
    }

    Operation listing() {
        return new Operation("list", "s3:ListBucket", arn(), describe(), describe(), null);
    }

    private String objects() {
        return arn() + (isAccessPoint(name) ? "/object/" : "/") + prefix + "*";
    }

    private String arn() {
        return isAccessPoint(name) ? name : "arn:aws:s3:::" + name;
    }

    private static boolean isAccessPoint(String name) {
        return name.startsWith("arn:");
    }
}
