package dev.holdfast.core.retention;

import dev.holdfast.core.log.RosterEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/**
 * The rules that say what stays. They are restic's: the same ones keep the same snapshots, but where a clock was wrong.
 */
final class KeepRules {

    private KeepRules() {}

    private interface KeepRule extends Rule {
        @Override
        default boolean keeps() {
            return true;
        }
    }

    /**
     * A rule for times that have come. After a run whose clock was ahead, all snapshots until then bear its time, so
     * that no rule can tell them apart.
     */
    private static KeepRule byTime(KeepRule rule) {
        return (snapshots, now, zone) -> {
            int past = snapshots.size();
            Map<Integer, String> chosen = new HashMap<>();
            while (past > 0 && RosterEntry.isYetToCome(snapshots.get(past - 1).time(), now)) {
                past--;
                chosen.put(past, "its time is yet to come");
            }
            if (past > 0) {
                chosen.putAll(rule.choose(snapshots.subList(0, past), now, zone));
            }
            return chosen;
        };
    }

    static Rule last(int count) {
        return (KeepRule) (snapshots, now, zone) -> {
            Map<Integer, String> chosen = new TreeMap<>();
            for (int i = snapshots.size() - 1; i >= 0 && chosen.size() < count; i--) {
                chosen.put(i, "last " + (chosen.size() + 1));
            }
            return chosen;
        };
    }

    /** The spans of the calendar of which the newest snapshots stay. */
    enum Span {
        HOURLY(time -> time.toLocalDate().toEpochDay() * 24 + time.getHour()),
        DAILY(time -> time.toLocalDate().toEpochDay()),
        WEEKLY(time -> time.get(IsoFields.WEEK_BASED_YEAR) * 100L + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
        MONTHLY(time -> time.getYear() * 100L + time.getMonthValue()),
        YEARLY(ZonedDateTime::getYear);

        private final ToLongFunction<ZonedDateTime> number;

        Span(ToLongFunction<ZonedDateTime> number) {
            this.number = number;
        }

        long number(Instant time, ZoneId zone) {
            return number.applyAsLong(time.atZone(zone));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Rule newestOf(Span span, int count) {
        return byTime((snapshots, now, zone) -> {
            Map<Integer, String> chosen = new HashMap<>();
            long before = 0;
            for (int i = snapshots.size() - 1; i >= 0 && chosen.size() < count; i--) {
                long number = span.number(snapshots.get(i).time(), zone);
                if (chosen.isEmpty() || number != before) {
                    chosen.put(i, span + " " + (chosen.size() + 1));
                } else if (i == 0) {
                    chosen.put(i, "oldest, while there are fewer than " + count + " " + span);
                }
                before = number;
            }
            return chosen;
        });
    }

    /** @param since gives, for the time of the newest snapshot, when what is kept begins */
    static Rule within(BiFunction<Instant, ZoneId, Instant> since, String length) {
        return byTime((snapshots, now, zone) -> {
            Instant limit = since.apply(snapshots.get(snapshots.size() - 1).time(), zone);
            Map<Integer, String> chosen = new HashMap<>();
            for (int i = 0; i < snapshots.size(); i++) {
                if (snapshots.get(i).time().isAfter(limit)) {
                    chosen.put(i, "within " + length + " of the newest");
                }
            }
            return chosen;
        });
    }

    static Rule tagged(List<String> tags) {
        return (KeepRule) (snapshots, now, zone) -> {
            Map<Integer, String> chosen = new HashMap<>();
            for (int i = 0; i < snapshots.size(); i++) {
                if (snapshots.get(i).tags().containsAll(tags)) {
                    chosen.put(i, "tagged " + String.join(" ", tags));
                }
            }
            return chosen;
        };
    }
}
