package dev.holdfast.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionDecision;
import dev.holdfast.core.retention.KeepRules.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules decide as their descriptions say: compared with a second, naive way to say the same. */
class PolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    /** Times within three years before now, some close together, in the same hour or day, or about a New Year. */
    @Provide
    Arbitrary<List<SnapshotFacts>> candidates() {
        Arbitrary<Integer> hours = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 72),
                Arbitraries.integers().between(0, 3 * 366 * 24),
                Arbitraries.integers().between(322 * 24, 330 * 24),
                Arbitraries.integers().between(0, 60).map(days -> days * 24));
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, 7_199);
        return Combinators.combine(hours, seconds, Arbitraries.integers().between(0, 9))
                .as((hour, second, dice) -> new int[] {hour, second, dice})
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(PolicyTest::made);
    }

    private static List<SnapshotFacts> made(List<int[]> drawn) {
        List<int[]> sorted = new ArrayList<>(drawn);
        sorted.sort((a, b) -> Long.compare(b[0] * 3_600L + b[1], a[0] * 3_600L + a[1]));
        List<SnapshotFacts> candidates = new ArrayList<>();
        SnapshotId chain = null;
        for (int i = 0; i < sorted.size(); i++) {
            int[] each = sorted.get(i);
            Instant time = NOW.minusSeconds(each[0] * 3_600L + each[1]).plusNanos(i);
            SnapshotId id = id(i);
            boolean full = chain == null || each[2] < 2;
            chain = full ? id : chain;
            candidates.add(new SnapshotFacts(
                    id,
                    time,
                    full ? SnapshotKind.FULL : SnapshotKind.INCREMENTAL,
                    chain,
                    each[2] % 3 == 0 ? List.of("release", "x") : List.of("x")));
        }
        return candidates;
    }

    private static SnapshotId id(int i) {
        return SnapshotId.of(String.format("20261123T%06dZ-0123456789ab", i));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu")
                .map(ZoneId::of);
    }

    private static Set<SnapshotId> kept(List<SnapshotFacts> candidates, ZoneId zone, Rule... rules) {
        Set<SnapshotId> kept = new TreeSet<>();
        for (RetentionDecision each : new Policy(List.of(rules), zone, true, Set.of()).decide(candidates, NOW)) {
            assertThat(each.reasons()).isNotEmpty();
            if (each.kept()) {
                kept.add(each.snapshot());
            }
        }
        return kept;
    }

    private static ZonedDateTime begin(Span span, Instant time, ZoneId zone) {
        ZonedDateTime at = time.atZone(zone);
        return switch (span) {
            // A local hour that comes twice counts as one, as in restic.
            case HOURLY -> at.toLocalDateTime().truncatedTo(ChronoUnit.HOURS).atZone(ZoneOffset.UTC);
            case DAILY -> at.toLocalDate().atStartOfDay(ZoneOffset.UTC);
            case WEEKLY ->
                at.toLocalDate()
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .atStartOfDay(ZoneOffset.UTC);
            case MONTHLY -> at.toLocalDate().withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC);
            case YEARLY -> at.toLocalDate().withDayOfYear(1).atStartOfDay(ZoneOffset.UTC);
        };
    }

    @Property(tries = 500)
    void theNewestOfEachSpanStaysAndTheOldestWhileTheyAreFew(
            @ForAll("candidates") List<SnapshotFacts> candidates,
            @ForAll Span span,
            @ForAll @IntRange(min = 1, max = 12) int count,
            @ForAll("zones") ZoneId zone) {
        Map<ZonedDateTime, SnapshotId> newest = new LinkedHashMap<>();
        for (int i = candidates.size() - 1; i >= 0; i--) {
            newest.putIfAbsent(
                    begin(span, candidates.get(i).time(), zone),
                    candidates.get(i).snapshot());
        }
        Set<SnapshotId> expected = new TreeSet<>();
        newest.values().stream().limit(count).forEach(expected::add);
        if (newest.size() < count) {
            expected.add(candidates.get(0).snapshot());
        }
        assertThat(kept(candidates, zone, KeepRules.newestOf(span, count))).isEqualTo(expected);
    }

    @Property(tries = 200)
    void theLastAndThoseWithinATimeAndTaggedOnesStay(
            @ForAll("candidates") List<SnapshotFacts> candidates,
            @ForAll @IntRange(min = 1, max = 50) int count,
            @ForAll @IntRange(min = 0, max = 10_000) int hours) {
        SnapshotId newest = candidates.get(candidates.size() - 1).snapshot();
        Set<SnapshotId> last = new TreeSet<>();
        candidates
                .subList(Math.max(0, candidates.size() - count), candidates.size())
                .forEach(each -> last.add(each.snapshot()));
        assertThat(kept(candidates, ZoneOffset.UTC, KeepRules.last(count))).isEqualTo(last);

        Set<SnapshotId> within = new TreeSet<>(Set.of(newest));
        Instant end = candidates.get(candidates.size() - 1).time();
        for (SnapshotFacts each : candidates) {
            if (Duration.between(each.time(), end).compareTo(Duration.ofHours(hours)) < 0) {
                within.add(each.snapshot());
            }
        }
        assertThat(kept(
                        candidates,
                        ZoneOffset.UTC,
                        KeepRules.within((time, zone) -> time.minus(Duration.ofHours(hours)), "")))
                .isEqualTo(within);

        Set<SnapshotId> tagged = new TreeSet<>(Set.of(newest));
        candidates.stream()
                .filter(each -> each.tags().contains("release"))
                .forEach(each -> tagged.add(each.snapshot()));
        assertThat(kept(candidates, ZoneOffset.UTC, KeepRules.tagged(List.of("x", "release"))))
                .isEqualTo(tagged);
    }

    @Test
    void whatIsAsOldAsTheLimitIsNotWithinIt() {
        List<SnapshotFacts> two = made(List.of(new int[] {1, 0, 9}, new int[] {0, 0, 9}));
        Rule since = KeepRules.within((time, zone) -> two.get(0).time(), "");
        assertThat(kept(two, ZoneOffset.UTC, since)).containsExactly(two.get(1).snapshot());
    }

    @Property(tries = 300)
    void keepRulesTogetherKeepWhatEachOfThemKeeps(
            @ForAll("candidates") List<SnapshotFacts> candidates,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> counts,
            @ForAll("zones") ZoneId zone) {
        List<Rule> rules = new ArrayList<>();
        Set<SnapshotId> union = new TreeSet<>();
        for (int i = 0; i < counts.size(); i++) {
            Rule rule = KeepRules.newestOf(Span.values()[i], counts.get(i));
            rules.add(rule);
            union.addAll(kept(candidates, zone, rule));
        }
        assertThat(kept(candidates, zone, rules.toArray(new Rule[0]))).isEqualTo(union);
    }

    @Property(tries = 300)
    void aSmallerCountKeepsNothingMore(
            @ForAll("candidates") List<SnapshotFacts> candidates,
            @ForAll Span span,
            @ForAll @IntRange(min = 1, max = 8) int less,
            @ForAll @IntRange(min = 1, max = 8) int more) {
        assertThat(kept(candidates, ZoneOffset.UTC, KeepRules.newestOf(span, less + more)))
                .containsAll(kept(candidates, ZoneOffset.UTC, KeepRules.newestOf(span, less)));
        assertThat(kept(candidates, ZoneOffset.UTC, KeepRules.last(less + more)))
                .containsAll(kept(candidates, ZoneOffset.UTC, KeepRules.last(less)));
        assertThat(kept(candidates, ZoneOffset.UTC, RemoveRules.allButNFull(less + more)))
                .containsAll(kept(candidates, ZoneOffset.UTC, RemoveRules.allButNFull(less)));
    }

    @Property(tries = 300)
    void theStateAtEveryMomentSinceTheLimitCanStillBeRestored(
            @ForAll("candidates") List<SnapshotFacts> candidates, @ForAll @IntRange(min = 0, max = 30_000) int hours) {
        Instant limit = NOW.minus(Duration.ofHours(hours));
        Set<SnapshotId> kept = kept(
                candidates, ZoneOffset.UTC, RemoveRules.olderThan((now, zone) -> now.minus(Duration.ofHours(hours))));
        Set<SnapshotId> wanted = new HashSet<>();
        for (SnapshotFacts each : candidates) {
            wanted.add(asOf(candidates, each.time().isBefore(limit) ? limit : each.time()));
        }
        wanted.add(candidates.get(candidates.size() - 1).snapshot());
        assertThat(kept).isEqualTo(wanted);
    }

    private static SnapshotId asOf(List<SnapshotFacts> candidates, Instant time) {
        SnapshotId found = candidates.get(0).snapshot();
        for (SnapshotFacts each : candidates) {
            if (!each.time().isAfter(time)) {
                found = each.snapshot();
            }
        }
        return found;
    }

    @Property(tries = 300)
    void chainsGoWholeOrKeepTheirFullSnapshots(
            @ForAll("candidates") List<SnapshotFacts> candidates, @ForAll @IntRange(min = 1, max = 6) int count) {
        TreeSet<SnapshotId> chains = new TreeSet<>();
        candidates.forEach(each -> chains.add(each.chain()));
        Set<SnapshotId> newest = new HashSet<>();
        chains.descendingSet().stream().limit(count).forEach(newest::add);
        Set<SnapshotId> whole = new TreeSet<>();
        Set<SnapshotId> fulls = new TreeSet<>();
        for (SnapshotFacts each : candidates) {
            boolean inNewest = newest.contains(each.chain());
            if (inNewest) {
                whole.add(each.snapshot());
            }
            if (inNewest || each.kind() == SnapshotKind.FULL) {
                fulls.add(each.snapshot());
            }
        }
        assertThat(kept(candidates, ZoneOffset.UTC, RemoveRules.allButNFull(count)))
                .isEqualTo(whole);
        assertThat(kept(candidates, ZoneOffset.UTC, RemoveRules.allIncrementalsOfButNFull(count)))
                .isEqualTo(fulls);
    }

    /** Keep rules protect from remove rules; the newest stays whatever the rules say. */
    @Property(tries = 200)
    void bothKindsTogether(
            @ForAll("candidates") List<SnapshotFacts> candidates, @ForAll @IntRange(min = 1, max = 6) int count) {
        Rule remove = RemoveRules.olderThan((now, zone) -> NOW.plusSeconds(1));
        Rule keep = KeepRules.newestOf(Span.MONTHLY, count);
        assertThat(kept(candidates, ZoneOffset.UTC, remove))
                .containsExactly(candidates.get(candidates.size() - 1).snapshot());
        assertThat(kept(candidates, ZoneOffset.UTC, remove, keep)).isEqualTo(kept(candidates, ZoneOffset.UTC, keep));
        Rule nothing = RemoveRules.olderThan((now, zone) -> Instant.EPOCH);
        assertThat(kept(candidates, ZoneOffset.UTC, nothing, keep)).hasSameSizeAs(candidates);
    }

    /**
     * One run had a wrong clock, so all later ones have its time. Each night's still is the only state of that night.
     */
    @ParameterizedTest
    @MethodSource("rulesByTime")
    void snapshotsOfATimeThatIsYetToComeStayAndDoNotCount(Rule rule) {
        List<SnapshotFacts> candidates = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boolean ahead = i >= 10;
            Instant time = ahead ? NOW.plus(Duration.ofDays(3_650)).plusNanos(i) : NOW.minus(Duration.ofDays(20 - i));
            candidates.add(new SnapshotFacts(id(i), time, SnapshotKind.INCREMENTAL, id(0), List.of()));
        }
        Set<SnapshotId> expected = kept(candidates.subList(0, 10), ZoneOffset.UTC, rule);
        candidates.subList(10, 20).forEach(each -> expected.add(each.snapshot()));
        assertThat(kept(candidates, ZoneOffset.UTC, rule)).isEqualTo(expected);
    }

    static List<Rule> rulesByTime() {
        return List.of(
                KeepRules.newestOf(Span.DAILY, 7),
                KeepRules.newestOf(Span.WEEKLY, 2),
                KeepRules.within((time, zone) -> time.minus(Duration.ofDays(5)), ""));
    }

    @Test
    void anEmptyRepositoryNeedsNoDecision() {
        assertThat(kept(List.of(), ZoneOffset.UTC, KeepRules.last(1))).isEmpty();
    }
}
