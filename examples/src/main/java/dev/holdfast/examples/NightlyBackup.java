package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.retention.RetentionResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An application that backs itself up each night by its own scheduler, and keeps a week, five weeks and a year. */
public final class NightlyBackup implements Runnable {

    private final Supplier<BackupRepository> opening;
    private final Path data;
    private final Consumer<String> alarm;

    /**
     * @param opening opens the repository for one night
     * @param alarm tells people
     */
    public NightlyBackup(Supplier<BackupRepository> opening, Path data, Consumer<String> alarm) {
        this.opening = opening;
        this.data = data;
        this.alarm = alarm;
    }

    // begin snippet
    public ScheduledFuture<?> schedule(ScheduledExecutorService scheduler, Duration untilNight) {
        return scheduler.scheduleAtFixedRate(this, untilNight.toSeconds(), 86_400, TimeUnit.SECONDS);
    }

    /** Throws nothing, for a scheduler forgets a task that throws. */
    @Override
    public void run() {
        try (BackupRepository repository = opening.get()) {
            BackupResult result = repository
                    .backup()
                    .source(data)
                    .tag("nightly")
                    .fullIfOlderThan(Period.ofMonths(1))
                    .skipIfUnchanged()
                    .run();
            result.failures().forEach(failure -> alarm.accept("not backed up: " + failure));
            result.notices().stream()
                    .filter(notice -> notice.kind() == Notice.Kind.KEY_EXPIRY || notice.kind() == Notice.Kind.CLOCK)
                    .forEach(notice -> alarm.accept(notice.message()));
            RetentionResult tidied = repository.apply(repository
                    .retention()
                    .keepDaily(7)
                    .keepWeekly(5)
                    .keepMonthly(12)
                    .plan());
            tidied.sweep().problems().forEach(alarm);
        } catch (CancelledException e) {
            // The application ends; the next run goes on from here.
        } catch (RuntimeException e) {
            alarm.accept("tonight's backup failed: " + e.getMessage());
        }
    }
    // end snippet
}
