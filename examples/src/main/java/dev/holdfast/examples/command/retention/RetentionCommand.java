package dev.holdfast.examples.command.retention;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.retention.Retention;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import dev.holdfast.examples.command.settings.TagStrings;
import dev.holdfast.examples.command.settings.TimeStrings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * {@code remove-older-than}, {@code remove-all-but-n-full}, {@code remove-all-inc-of-but-n-full}, {@code forget} and
 * {@code retain}: show what would go, and remove it with {@code --force}.
 */
public final class RetentionCommand {

    private final Invocation invocation;
    private final CommandLine line;
    private final Clock clock;

    public RetentionCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.clock = invocation.clock();
    }

    public ExitCode run() {
        // The rules must be right also where there is nothing to apply them to.
        checkRules();
        Duration grace = grace();
        boolean removing = line.has(Option.FORCE) && !line.has(Option.DRY_RUN);
        RetentionText text = new RetentionText(invocation.report(), line.verb(), clock.getZone());
        Word url = line.operand(line.operands().size() - 1);
        BackupRepository opened = new Repositories(invocation).withoutKeysIfThere(url);
        if (opened == null) {
            text.nothingStored(url);
            return ExitCode.DONE;
        }
        try (BackupRepository repository = opened) {
            Retention retention = repository.retention().zone(clock.getZone()).grace(grace);
            addRules(retention, repository);
            RetentionPlan plan = retention.plan();
            RetentionResult result = removing ? repository.apply(plan) : null;
            text.show(plan, result);
            return result == null || result.sweep().failures().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private void checkRules() {
        switch (line.verb()) {
            case REMOVE_OLDER_THAN -> limit();
            case REMOVE_ALL_BUT_N_FULL, REMOVE_ALL_INC_OF_BUT_N_FULL -> chains();
            case FORGET -> named();
            default -> {
                if (KEEPING.stream().noneMatch(line::has)) {
                    throw new UsageException("retain needs a rule, such as --keep-daily 7 or --keep-within 1M;"
                            + " see: holdfast help retain");
                }
                counts((option, count) -> {});
                invocation.age(Option.KEEP_WITHIN);
                line.values(Option.KEEP_TAG).forEach(RetentionCommand::tags);
            }
        }
    }

    private void addRules(Retention retention, BackupRepository repository) {
        switch (line.verb()) {
            case REMOVE_OLDER_THAN -> retention.removeOlderThan(limit());
            case REMOVE_ALL_BUT_N_FULL -> retention.removeAllButNFull(chains());
            case REMOVE_ALL_INC_OF_BUT_N_FULL -> retention.removeAllIncrementalsOfButNFull(chains());
            case FORGET -> {
                Snapshots snapshots = repository.snapshots();
                named().forEach(beginning -> retention.remove(
                        SnapshotChoice.byId(snapshots, beginning).id()));
            }
            default -> {
                counts((option, count) -> keep(retention, option, count));
                Duration within = invocation.age(Option.KEEP_WITHIN);
                if (within != null) {
                    retention.keepWithin(within);
                }
                line.values(Option.KEEP_TAG).forEach(tags -> retention.keepTagged(tags(tags)));
            }
        }
    }

    private static final List<Option> COUNTS = List.of(
            Option.KEEP_LAST,
            Option.KEEP_HOURLY,
            Option.KEEP_DAILY,
            Option.KEEP_WEEKLY,
            Option.KEEP_MONTHLY,
            Option.KEEP_YEARLY);

    private static final List<Option> KEEPING = List.of(
            Option.KEEP_LAST,
            Option.KEEP_HOURLY,
            Option.KEEP_DAILY,
            Option.KEEP_WEEKLY,
            Option.KEEP_MONTHLY,
            Option.KEEP_YEARLY,
            Option.KEEP_WITHIN,
            Option.KEEP_TAG);

    private interface Counted {
        void accept(Option option, int count);
    }

    private void counts(Counted counted) {
        for (Option option : COUNTS) {
            if (line.has(option)) {
                counted.accept(option, line.number(option, 1, Integer.MAX_VALUE, 0));
            }
        }
    }

    private static void keep(Retention retention, Option option, int count) {
        IntConsumer rule = switch (option) {
            case KEEP_LAST -> retention::keepLast;
            case KEEP_HOURLY -> retention::keepHourly;
            case KEEP_DAILY -> retention::keepDaily;
            case KEEP_WEEKLY -> retention::keepWeekly;
            case KEEP_MONTHLY -> retention::keepMonthly;
            default -> retention::keepYearly;
        };
        rule.accept(count);
    }

    private Instant limit() {
        return TimeStrings.parse(line.operand(0).text(), clock.instant(), clock.getZone());
    }

    private int chains() {
        return CommandLine.number("N", line.operand(0).toString(), 1, Integer.MAX_VALUE);
    }

    /** All operands but the last one, which is the URL. */
    private List<String> named() {
        return line.operands().subList(0, line.operands().size() - 1).stream()
                .map(Word::text)
                .toList();
    }

    private Duration grace() {
        Duration grace = invocation.age(Option.GRACE);
        return grace == null ? Duration.ZERO : grace;
    }

    private static String[] tags(Word word) {
        String[] tags = word.text().split(",", -1);
        if (Arrays.stream(tags).anyMatch(String::isEmpty)) {
            throw new UsageException(
                    "--keep-tag takes TAG or TAG,TAG for snapshots that have both, not \"" + word + "\"");
        }
        for (String tag : tags) {
            TagStrings.tag(Option.KEEP_TAG, tag);
        }
        return tags;
    }
}
