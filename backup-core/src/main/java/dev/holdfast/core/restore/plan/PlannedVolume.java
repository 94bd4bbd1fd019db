package dev.holdfast.core.restore.plan;

import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import java.util.Optional;

/** A volume that a restore needs, as the store describes it. */
record PlannedVolume(ObjectInfo info, Readiness readiness, long transferBytes) implements RestorePlan.Volume {

    @Override
    public String object() {
        return info.key().value();
    }

    @Override
    public long sizeBytes() {
        return info.sizeBytes();
    }

    @Override
    public Optional<String> storageClass() {
        return info.storageClass();
    }
}
