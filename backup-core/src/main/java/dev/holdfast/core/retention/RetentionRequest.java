package dev.holdfast.core.retention;

import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.Retention;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.core.json.Times;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.retention.KeepRules.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Gathers the rules of a policy. Not thread-safe. */
public final class RetentionRequest implements Retention {

    private final Removal removal;
    private final List<Rule> rules = new ArrayList<>();
    private final Set<SnapshotId> named = new HashSet<>();
    private ZoneId zone;
    private Duration grace = Condemned.GRACE;
    private boolean byTag;
    private boolean planned;

    /** @param zone of the calendar, where none is said */
    public RetentionRequest(Removal removal, ZoneId zone) {
        this.removal = removal;
        this.zone = zone;
    }

    @Override
    public Retention removeOlderThan(Period age) {
        checkNotNegative(age);
        return add(RemoveRules.olderThan((now, in) -> Times.before(now, age, in)));
    }

    @Override
    public Retention removeOlderThan(Duration age) {
        checkNotNegative(age);
        return add(RemoveRules.olderThan((now, in) -> Times.before(now, age)));
    }

    @Override
    public Retention removeOlderThan(Instant time) {
        return add(RemoveRules.olderThan((now, in) -> time));
    }

    @Override
    public Retention removeAllButNFull(int chains) {
        return add(RemoveRules.allButNFull(positive(chains)));
    }

    @Override
    public Retention removeAllIncrementalsOfButNFull(int chains) {
        return add(RemoveRules.allIncrementalsOfButNFull(positive(chains)));
    }

    @Override
    public Retention remove(SnapshotId snapshot) {
        named.add(snapshot);
        return add(RemoveRules.named(snapshot));
    }

    @Override
    public Retention keepLast(int count) {
        return add(KeepRules.last(positive(count)));
    }

    @Override
    public Retention keepHourly(int count) {
        return add(KeepRules.newestOf(Span.HOURLY, positive(count)));
    }

    @Override
    public Retention keepDaily(int count) {
        return add(KeepRules.newestOf(Span.DAILY, positive(count)));
    }

    @Override
    public Retention keepWeekly(int count) {
        return add(KeepRules.newestOf(Span.WEEKLY, positive(count)));
    }

    @Override
    public Retention keepMonthly(int count) {
        return add(KeepRules.newestOf(Span.MONTHLY, positive(count)));
    }

    @Override
    public Retention keepYearly(int count) {
        return add(KeepRules.newestOf(Span.YEARLY, positive(count)));
    }

    @Override
    public Retention keepWithin(Period time) {
        checkNotNegative(time);
        return add(KeepRules.within((newest, in) -> Times.before(newest, time, in), time.toString()));
    }

    @Override
    public Retention keepWithin(Duration time) {
        checkNotNegative(time);
        return add(KeepRules.within((newest, in) -> Times.before(newest, time), time.toString()));
    }

    @Override
    public Retention keepTagged(String... tags) {
        List<String> all = List.of(tags);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no tag to keep snapshots by");
        }
        all.forEach(Backup::requireTag);
        byTag = true;
        return add(KeepRules.tagged(all));
    }

    private Retention add(Rule rule) {
        rules.add(rule);
        return this;
    }

    private static int positive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the count of a retention rule is at least 1, not " + count);
        }
        return count;
    }

    private static void checkNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time of a retention rule is not negative: " + time);
        }
    }

    private static void checkNotNegative(Period time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time of a retention rule is not negative: " + time);
        }
    }

    @Override
    public Retention zone(ZoneId newZone) {
        zone = Objects.requireNonNull(newZone, "zone");
        return this;
    }

    @Override
    public Retention grace(Duration time) {
        checkNotNegative(time);
        grace = time;
        return this;
    }

    @Override
    public RetentionPlan plan() {
        if (planned) {
            throw new IllegalStateException("this policy was planned already");
        }
        if (rules.isEmpty()) {
            throw new ConfigurationException("a retention policy without a rule would mean nothing, or that nothing is"
                    + " kept; say at least one rule");
        }
        planned = true;
        return removal.plan(new Policy(rules, zone, byTag, named), grace);
    }
}
