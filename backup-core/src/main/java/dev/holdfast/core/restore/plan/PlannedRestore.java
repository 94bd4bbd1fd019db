package dev.holdfast.core.restore.plan;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.storage.ThawingStorage.State;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The answer of a survey. */
record PlannedRestore(
        Snapshot snapshot,
        Head head,
        long files,
        long contentBytes,
        List<PlannedVolume> planned,
        List<String> missingVolumes,
        long requests,
        List<Failure> failures,
        long failureCount)
        implements RestorePlan {

    @Override
    public List<Volume> volumes() {
        return Collections.unmodifiableList(planned);
    }

    List<PlannedVolume> in(State state) {
        return planned.stream()
                .filter(volume -> volume.readiness().state() == state)
                .toList();
    }

    @Override
    public long transferBytes() {
        return planned.stream().mapToLong(PlannedVolume::transferBytes).sum();
    }

    @Override
    public Map<String, Long> transferBytesByStorageClass() {
        return byStorageClass(planned, PlannedVolume::transferBytes);
    }

    @Override
    public Map<String, Long> frozenBytesByStorageClass() {
        return byStorageClass(in(State.FROZEN), PlannedVolume::sizeBytes);
    }

    @Override
    public String toString() {
        return snapshot + ": " + files + " files of " + contentBytes + " bytes; to fetch " + transferBytes()
                + " bytes of "
                + planned.size() + " volumes, " + in(State.FROZEN).size() + " of them frozen; " + missingVolumes.size()
                + " missing";
    }

    private static Map<String, Long> byStorageClass(List<PlannedVolume> volumes, ToLongFunction<PlannedVolume> bytes) {
        Map<String, Long> sums = new TreeMap<>();
        for (PlannedVolume volume : volumes) {
            volume.storageClass().ifPresent(name -> sums.merge(name, bytes.applyAsLong(volume), Long::sum));
        }
        return Collections.unmodifiableMap(sums);
    }
}
