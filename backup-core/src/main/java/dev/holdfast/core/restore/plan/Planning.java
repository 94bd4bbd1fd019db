package dev.holdfast.core.restore.plan;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.fetch.VolumeStates;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.RestoreSettings.Thaw;
import dev.holdfast.core.retry.Pause;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plans a restore, and makes readable what it needs. For one thread. */
public final class Planning {

    /** How much content a restore gathers before it reads. */
    public static final long WINDOW_BYTES = 1L << 30;

    /** How many pieces of files, each a chunk, it gathers at most. */
    public static final int WINDOW_PIECES = 8_192;

    private final Snapshot snapshot;
    private final Head head;
    private final RestoreSettings settings;
    private final Posix posix;
    private final Storage storage;
    private final VolumeStates states;

    /**
     * @param head when the snapshot was chosen
     * @param storage that repeats failed calls by itself
     */
    public Planning(
            Snapshot snapshot, Head head, RestoreSettings settings, Posix posix, Storage storage, Workers workers) {
        this.snapshot = snapshot;
        this.head = head;
        this.settings = settings;
        this.posix = posix;
        this.storage = storage;
        this.states = new VolumeStates(storage, workers);
    }

    /** Finds out what the restore would fetch; changes nothing. */
    public RestorePlan plan(OpenSnapshot open, List<Choice> choices) {
        return survey(open, choices);
    }

    private PlannedRestore survey(OpenSnapshot open, List<Choice> choices) {
        Tally tally = new Tally();
        Conflicts conflicts = new Conflicts(settings.policy(), settings.ownership(), open.pages(), tally);
        TransferSurvey survey = new TransferSurvey(open, conflicts, tally, seemsToIgnoreCase(choices));
        try (TargetDirectory target = presentTarget(choices)) {
            choices.forEach(choice -> survey.add(choice, target));
        }
        SortedMap<ObjectKey, Long> transfers = survey.transferBytes();
        Map<ObjectKey, ObjectInfo> found = states.describe(transfers.keySet());
        var readiness = states.readiness(found.values());
        List<PlannedVolume> volumes = new ArrayList<>(found.size());
        List<String> missing = new ArrayList<>();
        transfers.forEach((key, bytes) -> {
            ObjectInfo info = found.get(key);
            if (info == null) {
                missing.add(key.value());
            } else {
                volumes.add(new PlannedVolume(info, Objects.requireNonNull(readiness.get(key)), bytes));
            }
        });
        return new PlannedRestore(
                snapshot,
                head,
                survey.files(),
                survey.contentBytes(),
                List.copyOf(volumes),
                List.copyOf(missing),
                survey.requests(),
                tally.failures(),
                tally.failureCount());
    }

    private boolean seemsToIgnoreCase(List<Choice> choices) {
        try {
            return Choice.seemsToIgnoreCase(choices, posix);
        } catch (IOException e) {
            // The restore itself will say so.
            return false;
        }
    }

    private @Nullable TargetDirectory presentTarget(List<Choice> choices) {
        try {
            return Choice.openPresentTarget(choices, settings, posix).orElse(null);
        } catch (IOException e) {
            // The restore itself will say so.
            return null;
        }
    }

    /**
     * Asks for what is frozen, if the settings say so, and waits, if they do.
     *
     * @param news hears what is waited for
     * @throws FrozenException if something cannot be read yet
     * @throws CancelledException if the thread is interrupted
     */
    public void makeReadable(OpenSnapshot open, List<Choice> choices, Pause pause, Consumer<String> news) {
        PlannedRestore plan = survey(open, choices);
        List<PlannedVolume> frozen = plan.in(State.FROZEN);
        List<PlannedVolume> thawing = plan.in(State.THAWING);
        Thaw asking = settings.thaw();
        if (asking != null) {
            states.thaw(frozen.stream().map(PlannedVolume::info).toList(), asking.tier(), asking.days());
            thawing = new ArrayList<>(thawing);
            thawing.addAll(frozen);
            frozen = List.of();
        }
        if (!frozen.isEmpty() || settings.waitInterval() == null && !thawing.isEmpty()) {
            throw stillFrozen(plan, frozen, thawing, null);
        }
        if (settings.waitInterval() != null) {
            await(plan, thawing, settings.waitInterval(), pause, news);
        }
    }

    /** Looks at one after the other, for all were asked for at the same time. */
    private void await(
            PlannedRestore plan, List<PlannedVolume> thawing, Duration interval, Pause pause, Consumer<String> news) {
        for (int i = 0; i < thawing.size(); ) {
            State state = states.readiness(thawing.get(i).info()).state();
            if (state == State.READY) {
                i++;
            } else if (state == State.FROZEN) {
                throw stillFrozen(plan, List.of(thawing.get(i)), thawing.subList(i + 1, thawing.size()), null);
            } else {
                int left = thawing.size() - i;
                news.accept("waiting for " + left + (left == 1 ? " volume" : " volumes") + " to thaw");
                try {
                    pause.pause(interval);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancelledException(
                            "interrupted while " + (thawing.size() - i)
                                    + " volumes thaw; they go on, run the restore again later",
                            e);
                }
            }
        }
    }

    /** Says in full what a restore could not read that had asked for nothing. */
    public FrozenException explain(OpenSnapshot open, List<Choice> choices, FrozenException cause) {
        PlannedRestore plan = survey(open, choices);
        return stillFrozen(plan, plan.in(State.FROZEN), plan.in(State.THAWING), cause);
    }

    private FrozenException stillFrozen(
            PlannedRestore plan,
            List<PlannedVolume> frozen,
            List<PlannedVolume> thawing,
            @Nullable FrozenException cause) {
        long bytes = sizeBytes(frozen) + sizeBytes(thawing);
        Thaw asked = settings.thaw();
        String message = (frozen.size() + thawing.size()) + " of "
                + plan.planned().size() + " volumes in "
                + storage.describe() + " that the restore needs lie in an archive class and cannot be read yet ("
                + frozen.size() + " frozen, " + thawing.size() + " thawing, " + bytes + " bytes); "
                + (frozen.isEmpty()
                        ? "run the same restore again when they have thawed"
                                + (asked == null ? "" : ", and they stay readable for " + time(asked.days()))
                        : "thaw them: ask for readable copies, and run the restore again when they are there");
        return new FrozenException(message, keys(frozen), keys(thawing), cause);
    }

    private static String time(int days) {
        return days == 1 ? "one day" : days + " days";
    }

    private static long sizeBytes(List<PlannedVolume> volumes) {
        return volumes.stream().mapToLong(PlannedVolume::sizeBytes).sum();
    }

    private static List<String> keys(List<PlannedVolume> volumes) {
        return volumes.stream().map(PlannedVolume::object).toList();
    }
}
