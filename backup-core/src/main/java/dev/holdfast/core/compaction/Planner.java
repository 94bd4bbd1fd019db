package dev.holdfast.core.compaction;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.reclaim.VolumePlan;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.store.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Decides which volumes are worth to be compacted. For one thread. */
final class Planner {

    /** How long freed space is thought to save its price, since nobody knows how long the content will live. */
    private static final int HORIZON_DAYS = 180;

    private static final Comparator<NeededBlocks> BY_SECTION = Comparator.<NeededBlocks, ObjectKey>comparing(
                    volume -> volume.inventory().key())
            .thenComparingLong(volume -> volume.inventory().offset());

    private record JudgedVolume(String object, Action action, long sizeBytes, long liveBytes, String reason)
            implements VolumePlan {

        @Override
        public String toString() {
            return action.name().toLowerCase(Locale.ROOT) + " " + object + ": " + reason;
        }
    }

    private final ReclaimContext context;
    private final ReclaimRequest.Settings settings;
    private final List<VolumePlan> volumes = new ArrayList<>();
    private final List<LiveVolume> victims = new ArrayList<>();
    private long movedBytes;

    Planner(ReclaimContext context, ReclaimRequest.Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    PlannedReclaim plan() {
        Survey survey = Survey.of(context);
        if (settings.liveShare() > 0) {
            List<LiveVolume> sparse = sparse(survey);
            sparse.sort(Comparator.comparingDouble(LiveVolume::liveShare).thenComparing(LiveVolume::key));
            sparse.forEach(volume -> decide(volume, survey));
        }
        return new PlannedReclaim(settings, survey, List.copyOf(volumes), List.copyOf(victims), deadMoves(survey));
    }

    /** Volumes of which less than the threshold is live. Reads the inventories of those that are not wholly needed. */
    private List<LiveVolume> sparse(Survey survey) {
        List<NeededBlocks> candidates = new ArrayList<>();
        for (NeededBlocks volume : survey.needed().volumes()) {
            if (!survey.condemned().contains(volume.volume()) && !isWhollyNeeded(volume)) {
                candidates.add(volume);
            }
        }
        candidates.sort(BY_SECTION);
        List<LiveVolume> sparse = new ArrayList<>();
        int atOnce = context.workers().transferCount();
        for (int i = 0; i < candidates.size(); i += atOnce) {
            List<CompletableFuture<Optional<LiveVolume>>> reads = new ArrayList<>();
            for (NeededBlocks candidate : candidates.subList(i, Math.min(i + atOnce, candidates.size()))) {
                reads.add(CompletableFuture.supplyAsync(
                        () -> read(candidate, survey), context.workers().transfers()));
            }
            for (CompletableFuture<Optional<LiveVolume>> read : reads) {
                join(read)
                        .filter(volume -> volume.liveShare() < settings.liveShare())
                        .ifPresent(sparse::add);
            }
        }
        return sparse;
    }

    /**
     * Nothing of a removed snapshot's volume that a later removal has deleted, for which nothing describes it either.
     */
    private Optional<LiveVolume> read(NeededBlocks candidate, Survey survey) {
        try {
            return Optional.of(LiveVolume.read(candidate, context.store()));
        } catch (IntegrityException e) {
            if (survey.volumes().containsKey(candidate.volume())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Optional<LiveVolume> join(CompletableFuture<Optional<LiveVolume>> read) {
        try {
            return read.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BackupException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Whether its needed-set alone says that all of its blocks are needed; of new homes of moved blocks only the
     * inventory knows.
     */
    private static boolean isWhollyNeeded(NeededBlocks volume) {
        if (volume.sizeBytes() < 0) {
            return false;
        }
        for (NeededBlocks.Run run : volume.runs()) {
            if (run.needed().cardinality() < run.count()) {
                return false;
            }
        }
        return true;
    }

    private void decide(LiveVolume volume, Survey survey) {
        String hindrance = hindrance(volume, survey);
        if (hindrance == null && movedBytes + volume.liveBytes() > settings.moveAtMostBytes()) {
            hindrance = "this run moves at most " + settings.moveAtMostBytes() + " bytes; left for the next one";
        }
        String share = Math.round(100 * volume.liveShare()) + " % of it is needed";
        if (hindrance == null) {
            movedBytes += volume.liveBytes();
            victims.add(volume);
        }
        volumes.add(new JudgedVolume(
                volume.key().value(),
                hindrance == null ? VolumePlan.Action.COMPACT : VolumePlan.Action.KEEP,
                volume.sizeBytes(),
                volume.liveBytes(),
                hindrance == null ? share : share + ", but " + hindrance));
    }

    private @Nullable String hindrance(LiveVolume volume, Survey survey) {
        ObjectInfo info = survey.volumes().get(volume.key());
        if (StoredKey.of(volume.key()).writer().equals(survey.running())) {
            return "its run goes on and may come to need the rest";
        }
        if (info == null) {
            return "it is missing; verify tells what is lost";
        }
        Storage.Terms terms = context.store().storage().terms(info);
        String storageClass = info.storageClass().orElse("its class");
        if (terms.archived()) {
            return storageClass + " is an archive class";
        }
        long ageDays = Duration.between(stored(volume.key()), context.clock().instant())
                .toDays();
        if (ageDays < terms.minimumDays()) {
            return storageClass + " charges at least " + terms.minimumDays() + " days, and it is " + ageDays
                    + " days old";
        }
        long gainByteDays = (volume.sizeBytes() - volume.liveBytes()) * HORIZON_DAYS;
        long priceByteDays = volume.liveBytes() * terms.retrievalDays();
        if (gainByteDays <= priceByteDays) {
            return "reading it from " + storageClass + " costs more than " + HORIZON_DAYS
                    + " days of the space that it would free";
        }
        return null;
    }

    /** When the run began that wrote a volume. */
    private static Instant stored(ObjectKey volume) {
        return WriterId.second(StoredKey.of(volume).writer());
    }

    private static Set<String> deadMoves(Survey survey) {
        Set<String> alive = new HashSet<>();
        for (NeededBlocks volume : survey.needed().volumes()) {
            for (NeededBlocks.Run run : volume.runs()) {
                alive.add(MovedBlocks.name(run.stream(), run.firstBlock()));
            }
        }
        Set<String> dead = new HashSet<>();
        for (Iterator<MovedBlocks> moves = survey.state().moves(); moves.hasNext(); ) {
            String name = MovedBlocks.CODEC.name(moves.next());
            if (!alive.contains(name)) {
                dead.add(name);
            }
        }
        return dead;
    }
}
