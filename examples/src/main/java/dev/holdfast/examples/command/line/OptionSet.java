package dev.holdfast.examples.command.line;

import static dev.holdfast.examples.command.line.Option.*;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Options that a command takes, and those that several take. Immutable. */
final class OptionSet {

    static final OptionSet GENERAL = new OptionSet(EnumSet.of(VERBOSITY, HELP));

    /** Of all that work on a store. */
    static final OptionSet STORE = GENERAL.and(ARCHIVE_DIR, CURRENT_TIME, EXPECT_SIGNER, JSON)
            .and(S3_ENDPOINT_URL, S3_REGION_NAME, S3_PATH_STYLE, S3_EXPECTED_BUCKET_OWNER, S3_CHECKSUM, S3_MAX_RATE);

    /** Of all that read content. */
    static final OptionSet READING = STORE.and(SECRET_KEY, NO_ENCRYPTION);

    /** Of all that read names, where local state or a key for them alone may do. */
    static final OptionSet LISTING = READING.and(ENCRYPT_KEY, CATALOG_KEY);

    /** Of all that remove or delete. */
    static final OptionSet REMOVING = STORE.and(FORCE, DRY_RUN);

    /** Which entries of a directory are meant. */
    static final OptionSet SELECTION = new OptionSet(EnumSet.of(
            INCLUDE,
            EXCLUDE,
            INCLUDE_FILELIST,
            EXCLUDE_FILELIST,
            NULL_SEPARATOR,
            INCLUDE_REGEXP,
            EXCLUDE_REGEXP,
            EXCLUDE_IF_PRESENT,
            EXCLUDE_CACHES,
            EXCLUDE_DEVICE_FILES,
            EXCLUDE_OTHER_FILESYSTEMS,
            EXCLUDE_OLDER_THAN,
            EXCLUDE_LARGER_THAN,
            COPY_LINKS));

    /** Of all backups. */
    static final OptionSet BACKUP = LISTING.and(SELECTION)
            .and(SIGN_KEY, ALLOW_EXPIRED_KEY, ALLOW_SOURCE_MISMATCH, HOSTNAME, TAG, SKIP_IF_NO_CHANGE, DRY_RUN)
            .and(VOLUME_SIZE, COMPRESSION_LEVEL, NO_COMPRESSION, GPG_OPTIONS)
            .and(S3_STORAGE_CLASS, S3_USE_IA, S3_USE_ONEZONE_IA, S3_USE_GLACIER_IR, S3_USE_GLACIER, S3_USE_DEEP_ARCHIVE)
            .and(S3_USE_SERVER_SIDE_ENCRYPTION, S3_USE_SERVER_SIDE_KMS_ENCRYPTION, S3_KMS_KEY_ID);

    private final Set<Option> options;

    private OptionSet(Set<Option> options) {
        this.options = Collections.unmodifiableSet(options);
    }

    OptionSet and(Option... more) {
        return and(List.of(more));
    }

    OptionSet and(OptionSet others) {
        return and(others.options);
    }

    private OptionSet and(Collection<Option> more) {
        Set<Option> all = EnumSet.copyOf(options);
        all.addAll(more);
        return new OptionSet(all);
    }

    /** In the order in which help lists them. */
    Set<Option> options() {
        return options;
    }
}
