package dev.holdfast.examples.command.line;

import static dev.holdfast.examples.command.line.Option.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can be done, with the options that it takes. */
public enum Verb {
    BACKUP("SOURCE URL", "back up; begins a chain if there is none", 2, 2, "backup", "bu"),
    FULL_BACKUP("SOURCE URL", "back up, and begin a new chain", 2, 2, "full", "fb"),
    INCREMENTAL_BACKUP("SOURCE URL", "back up, and fail rather than begin a chain", 2, 2, "incremental", "incr", "ib"),
    RESTORE(
            "URL DEST",
            "restore everything or one path; DEST is what it becomes; - prints a file",
            2,
            2,
            "restore",
            "rb"),
    LIST("URL", "list the files of a snapshot", 1, 1, "list-current-files", "list", "ls"),
    DIFF("URL", "show what differs between two snapshots; by default the last two", 1, 1, "diff"),
    FIND("PATTERN URL", "find paths in all snapshots, or names if the pattern has no slash", 2, 2, "find"),
    VERIFY(
            "URL [DIR]",
            "check what is stored; without options every object's hash, without a key; with DIR as --compare",
            1,
            2,
            "verify",
            "vb"),
    STATUS("URL", "show chains and snapshots; needs no key", 1, 1, "collection-status", "snapshots", "status", "st"),
    CLEANUP("URL", "list what crashed runs left over; --force deletes it; needs no key", 1, 1, "cleanup", "cl"),
    RECLAIM("URL", "the same with mostly dead volumes; --force compacts them; needs no key", 1, 1, "reclaim"),
    REMOVE_OLDER_THAN(
            "TIME URL", "list what is not needed since TIME; --force removes it", 2, 2, "remove-older-than", "ro"),
    REMOVE_ALL_BUT_N_FULL(
            "N URL", "list all but the N newest chains; --force removes it", 2, 2, "remove-all-but-n-full", "ra"),
    REMOVE_ALL_INC_OF_BUT_N_FULL(
            "N URL",
            "list incremental snapshots of all but the N newest chains; --force removes them",
            2,
            2,
            "remove-all-inc-of-but-n-full",
            "ri"),
    FORGET(
            "ID... URL",
            "list what goes with these snapshots, named by their ids; --force removes them",
            2,
            Integer.MAX_VALUE,
            "forget"),
    RETAIN("URL", "list what no --keep option keeps; --force removes it", 1, 1, "retain"),
    UNDO("URL", "bring back what a removal took away, while its grace period lasts", 1, 1, "undo"),
    KEY("generate DIR", "make a key pair, DIR/public.asc and DIR/secret.asc", 2, 2, "key"),
    QUICKSTART("[DIR]", "show a backup of DIR, or of this checkout, from first to last", 0, 1, "quickstart"),
    HELP_TEXT("[COMMAND]", "explain a command", 0, 1, "help"),
    VERSION("", "print the version", 0, 0, "version");

    private static final Set<Option> GENERAL = EnumSet.of(VERBOSITY, HELP);
    private static final Set<Option> STORE = EnumSet.of(
            ARCHIVE_DIR,
            CURRENT_TIME,
            EXPECT_SIGNER,
            S3_ENDPOINT_URL,
            S3_REGION_NAME,
            S3_PATH_STYLE,
            S3_CHECKSUM,
            S3_MAX_RATE,
            JSON);
    private static final Set<Option> OPENING = EnumSet.of(SECRET_KEY, CATALOG_KEY, NO_ENCRYPTION);
    private static final Set<Option> WRITING = EnumSet.of(
            ENCRYPT_KEY,
            SIGN_KEY,
            ALLOW_EXPIRED_KEY,
            ALLOW_SOURCE_MISMATCH,
            HOSTNAME,
            TAG,
            VOLUME_SIZE,
            COMPRESSION_LEVEL,
            NO_COMPRESSION,
            GPG_OPTIONS,
            S3_STORAGE_CLASS,
            S3_USE_SERVER_SIDE_ENCRYPTION,
            S3_USE_SERVER_SIDE_KMS_ENCRYPTION,
            S3_KMS_KEY_ID,
            S3_USE_IA,
            S3_USE_ONEZONE_IA,
            S3_USE_GLACIER_IR,
            S3_USE_GLACIER,
            S3_USE_DEEP_ARCHIVE);

    private static final Set<Option> SELECTION = EnumSet.of(
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
            COPY_LINKS);

    private final String operands;
    private final String help;
    private final int least;
    private final int most;
    private final List<String> names;

    Verb(String operands, String help, int least, int most, String... names) {
        this.operands = operands;
        this.help = help;
        this.least = least;
        this.most = most;
        this.names = List.of(names);
    }

    /** The name that messages use. */
    public String longName() {
        return names.get(0);
    }

    List<String> names() {
        return names;
    }

    String operands() {
        return operands;
    }

    String help() {
        return help;
    }

    boolean takesOperands(int count) {
        return count >= least && count <= most;
    }

    Set<Option> options() {
        Set<Option> options = EnumSet.copyOf(GENERAL);
        switch (this) {
            case BACKUP -> {
                options.addAll(EnumSet.of(FULL, INCREMENTAL, FULL_IF_OLDER_THAN, REPAIR, SKIP_IF_NO_CHANGE, DRY_RUN));
                options.addAll(SELECTION);
                options.addAll(WRITING);
                options.addAll(OPENING);
                options.addAll(STORE);
            }
            case FULL_BACKUP, INCREMENTAL_BACKUP -> {
                options.addAll(EnumSet.of(SKIP_IF_NO_CHANGE, DRY_RUN));
                options.addAll(SELECTION);
                options.addAll(WRITING);
                options.addAll(OPENING);
                options.addAll(STORE);
            }
            case RESTORE -> {
                options.addAll(EnumSet.of(TIME, SNAPSHOT, TAG, PATH));
                options.addAll(EnumSet.of(RENAME, FORCE, KEEP_EXISTING, NUMERIC_OWNER, NO_RESTORE_OWNERSHIP));
                options.addAll(EnumSet.of(DRY_RUN, THAW, THAW_DAYS, WAIT, WAIT_MINUTES));
                options.addAll(EnumSet.of(SECRET_KEY, NO_ENCRYPTION));
                options.addAll(STORE);
            }
            case LIST -> {
                options.addAll(EnumSet.of(TIME, SNAPSHOT, TAG, PATH, ENCRYPT_KEY));
                options.addAll(OPENING);
                options.addAll(STORE);
            }
            case FIND -> {
                options.addAll(EnumSet.of(TYPE, MIN_SIZE, MAX_SIZE, MODIFIED_SINCE, MODIFIED_BEFORE));
                options.addAll(EnumSet.of(TIME, SNAPSHOT, TAG, ENCRYPT_KEY));
                options.addAll(OPENING);
                options.addAll(STORE);
            }
            case DIFF -> {
                options.addAll(EnumSet.of(TIME, SNAPSHOT, TIME2, SNAPSHOT2, TAG, PATH, ENCRYPT_KEY));
                options.addAll(OPENING);
                options.addAll(STORE);
            }
            case VERIFY -> {
                options.addAll(EnumSet.of(TIME, SNAPSHOT, TAG, DATA, COMPARE, PATH, PART, PRESENCE_ONLY));
                options.addAll(SELECTION);
                options.addAll(EnumSet.of(SECRET_KEY, NO_ENCRYPTION));
                options.addAll(STORE);
            }
            case STATUS -> {
                options.addAll(STORE);
                options.add(FAIL_IF_OLDER_THAN);
            }
            case CLEANUP -> {
                options.addAll(EnumSet.of(FORCE, DRY_RUN));
                options.addAll(STORE);
            }
            case RECLAIM -> {
                options.addAll(EnumSet.of(FORCE, DRY_RUN, GRACE, LIVE_SHARE, MOVE_AT_MOST));
                options.addAll(EnumSet.of(S3_STORAGE_CLASS, S3_USE_IA, S3_USE_ONEZONE_IA, S3_USE_GLACIER_IR));
                options.addAll(STORE);
            }
            case REMOVE_OLDER_THAN, REMOVE_ALL_BUT_N_FULL, REMOVE_ALL_INC_OF_BUT_N_FULL, FORGET -> {
                options.addAll(EnumSet.of(FORCE, DRY_RUN, GRACE));
                options.addAll(STORE);
            }
            case RETAIN -> {
                options.addAll(EnumSet.of(KEEP_LAST, KEEP_HOURLY, KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY, KEEP_YEARLY));
                options.addAll(EnumSet.of(KEEP_WITHIN, KEEP_TAG, FORCE, DRY_RUN, GRACE));
                options.addAll(STORE);
            }
            case UNDO -> {
                options.addAll(EnumSet.of(RECORD, DRY_RUN));
                options.addAll(STORE);
            }
            case KEY -> options.addAll(EnumSet.of(USER_ID, JSON));
            case QUICKSTART -> options.add(S3);
            case HELP_TEXT, VERSION -> {}
        }
        return options;
    }
}
