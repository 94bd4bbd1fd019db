package dev.holdfast.core.verify;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.status.NeededObjects.ExpectedSize;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.verify.content.Findings;
import dev.holdfast.core.verify.content.InventoryCheck;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the store lists of what is needed. For one thread. */
final class Presence {

    private final Findings findings;
    private final Map<ObjectKey, ObjectInfo> volumes = new HashMap<>();

    private Presence(Findings findings) {
        this.findings = findings;
    }

    /** Lists the store, and finds what is missing or has a wrong size. */
    static Presence check(NeededObjects needed, ObjectStore store, Findings findings) {
        Presence presence = new Presence(findings);
        Set<ObjectKey> volumes =
                needed.volumes().stream().map(NeededBlocks::volume).collect(Collectors.toSet());
        Set<ObjectKey> found = new HashSet<>();
        store.each("", info -> {
            ExpectedSize expected = needed.sizes().get(info.key());
            if (expected != null) {
                found.add(info.key());
                if (volumes.contains(info.key())) {
                    presence.volumes.put(info.key(), info);
                }
                if (!expected.fits(info.sizeBytes())) {
                    findings.absent(info.key(), wrongSize(info.sizeBytes(), expected));
                }
            }
        });
        needed.sizes().forEach((object, expected) -> {
            if (!found.contains(object)) {
                findings.absent(object, "it is missing, expected " + expected);
            }
        });
        findings.objects.add(needed.sizes().size());
        return presence;
    }

    /** The volumes that are there. */
    Collection<ObjectInfo> volumes() {
        return volumes.values();
    }

    /** Of a volume that blocks were moved into, only its inventory says how long it is. */
    void checkSize(InventoryCheck.Volume volume) {
        ObjectKey key = volume.needed().volume();
        ObjectInfo info = volumes.get(key);
        long expected = volume.section().sizeBytes();
        if (info != null && info.sizeBytes() != expected && !findings.isAbsent(key)) {
            findings.absent(key, wrongSize(info.sizeBytes(), expected + " bytes"));
        }
    }

    private static String wrongSize(long bytes, Object expected) {
        return "it has " + bytes + " bytes, expected " + expected + "; it was truncated or replaced";
    }
}
