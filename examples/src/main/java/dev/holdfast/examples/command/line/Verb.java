package dev.holdfast.examples.command.line;

import static dev.holdfast.examples.command.line.Option.*;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done, with the options that it takes. */
public enum Verb {
    BACKUP(
            "SOURCE URL",
            "back up; begins a chain if there is none",
            OptionSet.BACKUP.and(CREATE, FULL, INCREMENTAL, FULL_IF_OLDER_THAN, REPAIR),
            "backup",
            "bu"),
    FULL_BACKUP("SOURCE URL", "back up, and begin a new chain", OptionSet.BACKUP.and(CREATE), "full", "fb"),
    INCREMENTAL_BACKUP(
            "SOURCE URL", "back up, and fail rather than begin a chain", OptionSet.BACKUP, "incremental", "incr", "ib"),
    RESTORE(
            "URL DEST",
            "restore everything or one path; DEST is what it becomes; - prints a file",
            OptionSet.READING
                    .and(TIME, SNAPSHOT, TAG, PATH)
                    .and(RENAME, FORCE, KEEP_EXISTING, NUMERIC_OWNER, NO_RESTORE_OWNERSHIP)
                    .and(DRY_RUN, THAW, THAW_DAYS, WAIT, WAIT_MINUTES),
            "restore",
            "rb"),
    LIST(
            "URL",
            "list the files of a snapshot",
            OptionSet.LISTING.and(TIME, SNAPSHOT, TAG, PATH),
            "list-current-files",
            "list",
            "ls"),
    DIFF(
            "URL",
            "show what differs between two snapshots; by default the last two",
            OptionSet.LISTING.and(TIME, SNAPSHOT, TIME2, SNAPSHOT2, TAG, PATH),
            "diff"),
    FIND(
            "PATTERN URL",
            "find paths in all snapshots, or names if the pattern has no slash",
            OptionSet.LISTING.and(TIME, SNAPSHOT, TAG).and(TYPE, MIN_SIZE, MAX_SIZE, MODIFIED_SINCE, MODIFIED_BEFORE),
            "find"),
    VERIFY(
            "URL [DIR]",
            "check what is stored; without options every object's hash, without a key; with DIR as --compare",
            OptionSet.READING
                    .and(TIME, SNAPSHOT, TAG)
                    .and(DATA, PART, PRESENCE_ONLY)
                    .and(COMPARE, PATH)
                    .and(OptionSet.SELECTION),
            "verify",
            "vb"),
    STATUS(
            "URL",
            "show chains and snapshots; needs no key",
            OptionSet.STORE.and(FAIL_IF_OLDER_THAN),
            "collection-status",
            "snapshots",
            "status",
            "st"),
    CLEANUP(
            "URL",
            "list what crashed runs left over; --force deletes it; needs no key",
            OptionSet.REMOVING,
            "cleanup",
            "cl"),
    RECLAIM(
            "URL",
            "the same with mostly dead volumes; --force compacts them; needs no key",
            OptionSet.REMOVING
                    .and(GRACE, LIVE_SHARE, MOVE_AT_MOST)
                    .and(S3_STORAGE_CLASS, S3_USE_IA, S3_USE_ONEZONE_IA, S3_USE_GLACIER_IR),
            "reclaim"),
    REMOVE_OLDER_THAN(
            "TIME URL",
            "list what is not needed since TIME; --force removes it",
            OptionSet.REMOVING.and(GRACE),
            "remove-older-than",
            "ro"),
    REMOVE_ALL_BUT_N_FULL(
            "N URL",
            "list all but the N newest chains; --force removes it",
            OptionSet.REMOVING.and(GRACE),
            "remove-all-but-n-full",
            "ra"),
    REMOVE_ALL_INC_OF_BUT_N_FULL(
            "N URL",
            "list incremental snapshots of all but the N newest chains; --force removes them",
            OptionSet.REMOVING.and(GRACE),
            "remove-all-inc-of-but-n-full",
            "ri"),
    FORGET(
            "ID... URL",
            "list what goes with these snapshots, named by their ids; --force removes them",
            OptionSet.REMOVING.and(GRACE),
            "forget"),
    RETAIN(
            "URL",
            "list what no --keep option keeps; --force removes it",
            OptionSet.REMOVING
                    .and(GRACE)
                    .and(KEEP_LAST, KEEP_HOURLY, KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY, KEEP_YEARLY)
                    .and(KEEP_WITHIN, KEEP_TAG),
            "retain"),
    UNDO(
            "URL",
            "bring back what a removal took away, while its grace period lasts",
            OptionSet.STORE.and(RECORD, DRY_RUN),
            "undo"),
    KEY(
            "generate DIR",
            "make a key pair, DIR/public.asc and DIR/secret.asc",
            OptionSet.GENERAL.and(USER_ID, JSON),
            "key"),
    QUICKSTART(
            "[DIR]",
            "show a backup of DIR, or of this checkout, from first to last",
            OptionSet.GENERAL.and(S3),
            "quickstart"),
    HELP_TEXT("[COMMAND]", "explain a command", OptionSet.GENERAL, "help"),
    VERSION("", "print the version", OptionSet.GENERAL, "version");

    private final String operands;
    private final String help;
    private final OptionSet options;
    private final List<String> names;

    /** @param operands each a word: with dots behind it one or more, in brackets none or one */
    Verb(String operands, String help, OptionSet options, String... names) {
        this.operands = operands;
        this.help = help;
        this.options = options;
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

    /** @throws UsageException if they are too few, too many, or a URL stands where none can be meant */
    void requireTakes(List<Word> given) {
        List<String> words = operands.isEmpty() ? List.of() : List.of(operands.split(" "));
        String takes = longName() + " takes " + (words.isEmpty() ? "nothing" : operands) + "; ";
        long least = words.stream().filter(word -> !word.startsWith("[")).count();
        boolean isMany = operands.contains("...");
        if (given.size() < least || given.size() > words.size() && !isMany) {
            throw new UsageException(takes
                    + (given.isEmpty()
                            ? "nothing was given"
                            : "given: " + given.stream().map(Word::toString).collect(Collectors.joining(" ")))
                    + "; see: holdfast help " + longName());
        }
        int url = isMany ? given.size() - 1 : words.indexOf("URL");
        for (int i = 0; i < given.size(); i++) {
            if (i != url && StoreAddress.isUrl(given.get(i))) {
                String name = words.get(isMany ? 0 : i).replaceAll("[\\[\\].]", "");
                throw new UsageException(takes + name + " must not be a URL: " + given.get(i));
            }
        }
    }

    Set<Option> options() {
        return options.options();
    }
}
