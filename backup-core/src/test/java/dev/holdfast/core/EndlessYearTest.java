package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A chain that is never begun anew, in which nine tenths of the content change in a year, in small files at random
 * places and within large ones; two months are kept, and a janitor without a key tidies up. A year of weekly backups;
 * with {@code -Dholdfast.year.step=1} of daily ones, with {@code -Dholdfast.year.files=15000} ten times as large, which
 * prints what it stores.
 */
@Order(1)
class EndlessYearTest {

    private static final int STEP_DAYS = Integer.getInteger("holdfast.year.step", 7);
    private static final int FILES = Integer.getInteger("holdfast.year.files", 500);
    private static final int PAGE = 64 << 10;
    private static final int KEPT_DAYS = 60;
    private static final double TURNOVER = 0.9;

    private final SplittableRandom random = new SplittableRandom(1);
    private final SettableClock clock = new SettableClock(Instant.parse("2025-01-01T03:00:00Z"));

    private static String path(int file) {
        return "d" + file / 40 + "/f" + file;
    }

    /** A content, and in which runs it was there. */
    private static final class Version {
        final int bytes;
        final int from;
        int to = Integer.MAX_VALUE;

        Version(int bytes, int from) {
            this.bytes = bytes;
            this.from = from;
        }
    }

    private final Map<Integer, Version> current = new HashMap<>();
    private final List<Version> versions = new ArrayList<>();
    private int run;

    private void replace(Workbench bench, int file) throws Exception {
        int bytes = 2_000 + random.nextInt(36_000);
        bench.write(path(file), bytes, random.nextLong());
        replace(file, bytes);
    }

    private void replace(int what, int bytes) {
        Version version = new Version(bytes, run);
        Version before = current.put(what, version);
        if (before != null) {
            before.to = run;
        }
        versions.add(version);
    }

    /** The content of the last runs. */
    private long contentBytes(int runs) {
        versions.removeIf(version -> version.to <= run - runs);
        return versions.stream().mapToLong(version -> version.bytes).sum();
    }

    @Test
    @Timeout(3_600)
    void whatIsStoredStaysCloseToWhatIsNeeded(@TempDir Path directory) throws Exception {
        try (Workbench bench = new Workbench(directory)) {
            bench.clock = clock;
            bench.volumeBytes = 2 << 20;
            for (int i = 0; i < FILES; i++) {
                replace(bench, i);
            }
            byte[] large = new byte[FILES * 4_000];
            random.nextBytes(large);
            Files.write(bench.source.resolve("large"), large);
            for (int at = 0; at + PAGE <= large.length; at += PAGE) {
                replace(-1 - at, PAGE);
            }
            double chance = 1 - Math.pow(1 - TURNOVER, STEP_DAYS / 365.0);
            Janitor janitor = new Janitor(bench.storage, clock);
            long worst = 0;
            long written = 0;
            for (int day = 0; day <= 365; day += STEP_DAYS) {
                bench.storage.reset();
                bench.backUp();
                written += bench.storage.bytesWritten();
                janitor.keepNewest(KEPT_DAYS / STEP_DAYS);
                bench.storage.reset();
                janitor.reclaim(reclaim -> reclaim.grace(Duration.ZERO));
                long moved = bench.storage.bytesWritten("data/");
                LiveBytes live = janitor.liveBytes();
                long stored = janitor.bytes("");
                long content = contentBytes(KEPT_DAYS / STEP_DAYS);
                run++;
                worst = Math.max(worst, 1_000 * stored / live.exact());
                if (Boolean.getBoolean("holdfast.year.print") && day % 30 < STEP_DAYS) {
                    System.out.printf(
                            "day %d: stored %d kB, needed %d kB (in whole blocks %d kB): %.3f; content %d kB; objects without volumes %d kB, moved %d kB, written so far %d kB%n",
                            day,
                            stored / 1_000,
                            live.exact() / 1_000,
                            live.blocks() / 1_000,
                            (double) stored / live.exact(),
                            content / 1_000,
                            (stored - janitor.bytes("data/") - janitor.bytes("catalog/")) / 1_000,
                            moved / 1_000,
                            written / 1_000);
                }
                change(bench, large, chance);
                clock.advance(Duration.ofDays(STEP_DAYS));
            }
            assertThat(worst).isLessThan(1_250);
            bench.assertWhole();
        }
    }

    /** Each small file is replaced with the same chance, and so is each page of the large one. */
    private void change(Workbench bench, byte[] large, double chance) throws Exception {
        for (int i = 0; i < FILES; i++) {
            if (random.nextDouble() < chance) {
                replace(bench, i);
            }
        }
        int page = PAGE;
        for (int at = 0; at + page <= large.length; at += page) {
            if (random.nextDouble() < chance) {
                byte[] fresh = new byte[page];
                random.nextBytes(fresh);
                System.arraycopy(fresh, 0, large, at, page);
                replace(-1 - at, page);
            }
        }
        Files.write(bench.source.resolve("large"), large);
    }
}
