package dev.holdfast.examples.command.line;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every option. Which {@link Verb} takes which is said there. */
public enum Option {
    ENCRYPT_KEY("FILE[#KEYID]", "seal for this public key; may be repeated", "--encrypt-key"),
    SIGN_KEY("FILE[#KEYID]", "sign the snapshot with this secret key (SIGN_PASSPHRASE unlocks it)", "--sign-key"),
    EXPECT_SIGNER(
            "FILE[#KEYID]", "accept only snapshots signed by this public key; may be repeated", "--expect-signer"),
    SECRET_KEY("FILE", "open with this secret key (PASSPHRASE unlocks it); may be repeated", "--secret-key"),
    CATALOG_KEY("FILE", "a secret key that may read names, sizes and hashes, but no content", "--catalog-key"),
    NO_ENCRYPTION(null, "store everything in the clear", "--no-encryption"),
    ALLOW_EXPIRED_KEY(null, "seal also for a key that has expired", "--allow-expired-key"),

    CREATE(null, "make the repository, also where one is missed; fail if there is one", "--create"),
    FULL(null, "begin a new chain", "--full"),
    INCREMENTAL(null, "fail rather than begin a new chain", "--incremental"),
    FAIL_IF_OLDER_THAN("TIME", "end with 1 if the newest snapshot is older, such as 26h", "--fail-if-older-than"),
    FULL_IF_OLDER_THAN("TIME", "begin a new chain if the newest full snapshot is older", "--full-if-older-than"),
    INCLUDE("PATTERN", "keep what matches; the first rule that matches decides", "--include"),
    EXCLUDE("PATTERN", "leave out what matches; the first rule that matches decides", "--exclude"),
    INCLUDE_FILELIST("FILE", "a pattern a line to keep, or + PATTERN, - PATTERN, # comment", "--include-filelist"),
    EXCLUDE_FILELIST("FILE", "a pattern a line to leave out, or + PATTERN, - PATTERN", "--exclude-filelist"),
    NULL_SEPARATOR(null, "the lines of these files end in NUL", "--null-separator"),
    INCLUDE_REGEXP("REGEXP", "keep each path in which it is found, but not what is below", "--include-regexp"),
    EXCLUDE_REGEXP("REGEXP", "leave out each path in which it is found", "--exclude-regexp"),
    EXCLUDE_IF_PRESENT("NAME", "leave out directories that hold such a file; decides first", "--exclude-if-present"),
    EXCLUDE_CACHES(null, "leave out directories with a CACHEDIR.TAG; decides first", "--exclude-caches"),
    EXCLUDE_DEVICE_FILES(null, "leave out devices; decides first", "--exclude-device-files"),
    EXCLUDE_OTHER_FILESYSTEMS(null, "stay on the source's file system", "--exclude-other-filesystems"),
    EXCLUDE_OLDER_THAN("TIME", "leave out files last modified before", "--exclude-older-than"),
    EXCLUDE_LARGER_THAN("SIZE", "leave out larger files: bytes, or 100K, 10M, 2G", "--exclude-larger-than"),
    COPY_LINKS(null, "back up what symbolic links lead to", "--copy-links"),
    ALLOW_SOURCE_MISMATCH(null, "continue a chain of another host or directory", "--allow-source-mismatch"),
    HOSTNAME("NAME", "what this host is called in snapshots", "--hostname"),
    TAG("TEXT", "tag the snapshot, readable without a key; may be repeated", "--tag"),
    REPAIR(null, "verify first, and store again what is damaged and the source still has", "--repair"),
    SKIP_IF_NO_CHANGE(null, "make no snapshot if nothing has changed", "--skip-if-no-change"),
    VOLUME_SIZE("MiB", "size of the objects that hold content (32)", "--volsize"),
    COMPRESSION_LEVEL("N", "zstd level", "--compression-level"),
    NO_COMPRESSION(null, "do not compress", "--no-compression"),
    GPG_OPTIONS("OPTIONS", "only gpg's compression settings, taken as a zstd level", "--gpg-options"),

    TIME("TIME", "the snapshot as of this time", "-t", "--time", "--restore-time"),
    SNAPSHOT("ID", "the snapshot of this id, or whose id begins so", "--snapshot"),
    TIME2("TIME", "the newer snapshot, as of this time (the newest)", "--time2"),
    SNAPSHOT2("ID", "the newer snapshot, by its id", "--snapshot2"),
    PATH("PATH", "only this path of the snapshot", "-r", "--path", "--file-to-restore", "--path-to-restore"),
    RENAME("OLD NEW", "restore what lies at OLD as if it lay at NEW; may be repeated", "--rename"),
    FORCE(null, "replace files that differ", "--force"),
    KEEP_EXISTING(null, "leave files that differ as they are, and count them as kept", "--keep-existing"),
    NUMERIC_OWNER(null, "take owners by number, not by name", "--numeric-owner"),
    NO_RESTORE_OWNERSHIP(
            null, "leave everything to the user who restores", "--no-restore-ownership", "--do-not-restore-ownership"),
    DRY_RUN(null, "only say what would be done", "--dry-run"),
    THAW("TIER", "ask for copies of what lies in an archive class: standard, bulk, expedited", "--thaw"),
    THAW_DAYS("N", "how long these copies are kept (7)", "--thaw-days"),
    WAIT(null, "wait until they are there, instead of ending with 8", "--wait"),
    WAIT_MINUTES("N", "how long between two looks while waiting (5)", "--wait-minutes"),

    TYPE("TYPE", "only file, directory, symlink, fifo, character_device or block_device; or f d l p c b", "--type"),
    MIN_SIZE("SIZE", "only files of at least this size: bytes, or 100K, 10M, 2G", "--min-size"),
    MAX_SIZE("SIZE", "only files of at most this size", "--max-size"),
    MODIFIED_SINCE("TIME", "only what was last modified at this time or later", "--modified-since"),
    MODIFIED_BEFORE("TIME", "only what was last modified before this time", "--modified-before"),

    DATA(null, "also open every block and check the hash of every chunk; needs a key", "--data"),
    COMPARE("DIR", "also compare the snapshot with this directory; needs a key", "--compare"),
    PART("N/PARTS", "fetch only part N of the volumes, such as 3/7; presence and size of all are checked", "--part"),
    PRESENCE_ONLY(null, "check only that the objects are there with the right size", "--presence-only"),

    GRACE("AGE", "how long what is no longer needed stays: 0 (removals), or an age such as 7D (reclaim)", "--grace"),
    LIVE_SHARE("PERCENT", "compact volumes of which less is needed (75)", "--live-share"),
    MOVE_AT_MOST("MiB", "move no more than this in one run (4096)", "--move-at-most"),
    KEEP_LAST("N", "keep the N newest snapshots", "--keep-last"),
    KEEP_HOURLY("N", "keep the newest of each of the last N hours that have one", "--keep-hourly"),
    KEEP_DAILY("N", "the same for days", "--keep-daily"),
    KEEP_WEEKLY("N", "the same for weeks", "--keep-weekly"),
    KEEP_MONTHLY("N", "the same for months", "--keep-monthly"),
    KEEP_YEARLY("N", "the same for years", "--keep-yearly"),
    KEEP_WITHIN("AGE", "keep all made within this time before the newest, such as 2M", "--keep-within"),
    KEEP_TAG("TAG[,TAG]", "keep those that have all of these tags; may be repeated", "--keep-tag"),
    RECORD("N", "the removal to take back; the last one if not said", "--record"),

    USER_ID("ID", "whose key it is: \"Name <address>\"", "--user-id"),

    S3(null, "store in an S3 server in this process, or below HOLDFAST_S3_URL", "--s3"),

    ARCHIVE_DIR("DIR", "local state, a cache ($XDG_CACHE_HOME/holdfast or ~/.cache/holdfast)", "--archive-dir"),
    CURRENT_TIME("TIME", "take this for the time of the run", "--current-time"),
    S3_ENDPOINT_URL("URL", "the S3 server", "--s3-endpoint-url"),
    S3_REGION_NAME("NAME", "the S3 region", "--s3-region-name"),
    S3_PATH_STYLE(null, "name the bucket in the path, not in the host", "--s3-path-style"),
    S3_EXPECTED_BUCKET_OWNER("ID", "refuse a bucket of another account than this", "--s3-expected-bucket-owner"),
    S3_CHECKSUM("KIND", "of uploads: crc32c, or for servers that refuse it md5 or none", "--s3-checksum"),
    S3_MAX_RATE("SIZE", "all transfers together, a second: 500K or 2M", "--s3-max-rate"),
    S3_STORAGE_CLASS("CLASS", "the storage class of volumes", "--s3-storage-class"),
    S3_USE_SERVER_SIDE_ENCRYPTION(null, "let S3 encrypt objects once more", "--s3-use-server-side-encryption"),
    S3_USE_SERVER_SIDE_KMS_ENCRYPTION(
            null, "let S3 encrypt objects once more, with a KMS key", "--s3-use-server-side-kms-encryption"),
    S3_KMS_KEY_ID("ID", "which KMS key", "--s3-kms-key-id"),
    S3_USE_IA(null, "the storage class STANDARD_IA", "--s3-use-ia"),
    S3_USE_ONEZONE_IA(null, "the storage class ONEZONE_IA", "--s3-use-onezone-ia"),
    S3_USE_GLACIER_IR(null, "the storage class GLACIER_IR", "--s3-use-glacier-ir"),
    S3_USE_GLACIER(null, "the storage class GLACIER", "--s3-use-glacier"),
    S3_USE_DEEP_ARCHIVE(null, "the storage class DEEP_ARCHIVE", "--s3-use-deep-archive"),

    JSON(null, "print the result as one JSON object", "--json"),
    VERBOSITY("N", "0 to 9: below 3 only errors, from 5 more of everything, 9 stack traces", "-v", "--verbosity"),
    HELP(null, "this text", "--help", "-h");

    private final @Nullable String value;
    private final String help;
    private final List<String> names;

    Option(@Nullable String value, String help, String... names) {
        this.value = value;
        this.help = help;
        this.names = List.of(names);
    }

    boolean takesValue() {
        return value != null;
    }

    /** How many words follow it. */
    int valueCount() {
        return value == null ? 0 : value.split(" ").length;
    }

    boolean isRepeatable() {
        return switch (this) {
            case ENCRYPT_KEY, EXPECT_SIGNER, SECRET_KEY, TAG, KEEP_TAG, RENAME -> true;
            case INCLUDE, EXCLUDE, INCLUDE_FILELIST, EXCLUDE_FILELIST, INCLUDE_REGEXP, EXCLUDE_REGEXP -> true;
            case EXCLUDE_IF_PRESENT, EXCLUDE_OLDER_THAN, EXCLUDE_LARGER_THAN -> true;
            default -> false;
        };
    }

    /** The name that messages use: the first long one. */
    public String longName() {
        for (String name : names) {
            if (name.startsWith("--")) {
                return name;
            }
        }
        throw new AssertionError(this);
    }

    /** How it is typed, with the name of its value. */
    String synopsis() {
        String all = String.join(", ", names);
        return value == null ? all : all + " " + value;
    }

    /** What it does for a command: to what reads or removes, some say another thing than to a backup or restore. */
    String help(Verb verb) {
        if (verb.options().contains(SIGN_KEY)) {
            return help;
        }
        return switch (this) {
            case TAG -> "only snapshots with this tag; may be repeated";
            case NO_ENCRYPTION -> "what is stored is in the clear";
            case ENCRYPT_KEY -> "as given to backup; names in the newest snapshot, if of this host, need no secret key";
            case COPY_LINKS -> "what symbolic links lead to was backed up";
            case FORCE -> verb == Verb.RESTORE ? help : "do what is listed";
            default -> help;
        };
    }

    List<String> names() {
        return names;
    }
}
