package dev.holdfast.api.retention;

import dev.holdfast.api.model.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;

/**
 * A policy for which snapshots stay, made of rules of two kinds.
 *
 * <p>With <em>remove</em> rules alone, what one of them names goes. With <em>keep</em> rules alone, what none of them
 * names goes. With both, what a remove rule names and no keep rule does goes. The newest snapshot always stays, and so
 * does the state that an unfinished run has recorded. Every snapshot is judged on its own: each can be restored without
 * the others of its chain.
 *
 * <p>Rules go by the times of snapshots, and their "now" is the repository's clock. Once a backup was made while its
 * clock was ahead, the later ones bear that time too, until it has come: till then the rules that keep by hours, days,
 * weeks, months, years or within a time keep all of these, and do not count them. Counts are at least 1 and times are
 * not negative, otherwise an {@link IllegalArgumentException} says so. Not thread-safe; plans once.
 *
 * <pre>{@code
 * RetentionPlan plan = repository.retention().keepDaily(14).keepMonthly(12).plan();
 * plan.decisions().forEach(System.out::println);
 * repository.apply(plan);
 * }</pre>
 */
public interface Retention {

    /**
     * Removes what is not needed to restore the state at any moment since this long ago, by the calendar of
     * {@link #zone}: snapshots older than that, but for the newest of them, which is the state at that moment.
     *
     * <p>Duplicity removes whole chains, and so keeps up to a chain's length more.
     */
    Retention removeOlderThan(Period age);

    /** As {@link #removeOlderThan(Period)}, by an age of exact length. */
    Retention removeOlderThan(Duration age);

    /** As {@link #removeOlderThan(Period)}, since a given moment. */
    Retention removeOlderThan(Instant time);

    /** Removes all chains but the newest ones. */
    Retention removeAllButNFull(int chains);

    /** Removes the incremental snapshots of all chains but the newest ones; the full ones stay. */
    Retention removeAllIncrementalsOfButNFull(int chains);

    /**
     * Removes this snapshot. May be said again for more.
     *
     * <p>The plan fails with a {@link dev.holdfast.api.error.NotFoundException} if there is no such snapshot, and with
     * a {@link dev.holdfast.api.error.ConfigurationException} if it is the newest one, which always stays.
     */
    Retention remove(SnapshotId snapshot);

    /** Keeps the newest snapshots. */
    Retention keepLast(int count);

    /**
     * Keeps the newest snapshot of each of the last hours that have one. While they are fewer, the oldest snapshot
     * stays as well.
     */
    Retention keepHourly(int count);

    /** As {@link #keepHourly}, for days. */
    Retention keepDaily(int count);

    /** As {@link #keepHourly}, for weeks, which begin on Monday. */
    Retention keepWeekly(int count);

    /** As {@link #keepHourly}, for months. */
    Retention keepMonthly(int count);

    /** As {@link #keepHourly}, for years. */
    Retention keepYearly(int count);

    /** Keeps all snapshots that were made within this time before the newest one, by the calendar of {@link #zone}. */
    Retention keepWithin(Period time);

    /** As {@link #keepWithin(Period)}, by a time of exact length. */
    Retention keepWithin(Duration time);

    /**
     * Keeps snapshots that have all of these tags. Said again, it keeps those that have all of the first or all of the
     * second.
     *
     * @throws IllegalArgumentException if there is none, or one
     *     {@linkplain dev.holdfast.api.backup.Backup#requireTag that is none}
     */
    Retention keepTagged(String... tags);

    /**
     * The time zone in which hours, days, weeks, months and years begin; that of the repository's clock if not said.
     */
    Retention zone(ZoneId zone);

    /**
     * How long a removal can be undone before objects are deleted; 7 days if not said, {@link Duration#ZERO} for not at
     * all.
     */
    Retention grace(Duration time);

    /**
     * Says what the policy means for the snapshots that are there now. Reads the log and all manifests, changes
     * nothing.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if there is no rule, or the newest snapshot was named to be
     *     removed
     * @throws dev.holdfast.api.error.NotFoundException if a snapshot was named that is not there
     * @throws dev.holdfast.api.error.IntegrityException if what a snapshot that stays needs cannot be read, for then
     *     nothing can be removed safely
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws IllegalStateException if it was planned already
     */
    RetentionPlan plan();
}
