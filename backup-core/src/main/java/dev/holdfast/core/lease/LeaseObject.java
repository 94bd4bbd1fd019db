package dev.holdfast.core.lease;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored lease. Thread-safe. */
final class LeaseObject {

    private final ObjectStore store;

    LeaseObject(ObjectStore store) {
        this.store = store;
    }

    /**
     * The lease as it was seen.
     *
     * @param record null where the bytes are no lease
     * @param version under which it can be replaced; empty where the store knows no conditions
     */
    record Seen(byte[] bytes, @Nullable LeaseRecord record, String version) {

        boolean isSame(Seen other) {
            return Arrays.equals(bytes, other.bytes);
        }
    }

    String describe() {
        return store.describe();
    }

    /** From now on a silent store is given up. */
    void watch() {
        store.calls().watch();
    }

    /** @throws dev.holdfast.api.error.FormatException if it is of a newer version */
    Optional<Seen> look() throws IOException {
        return store.calls().make(this::read);
    }

    private Optional<Seen> read() throws IOException {
        Optional<ConditionalStorage> conditional = store.conditional();
        if (conditional.isPresent()) {
            return conditional
                    .get()
                    .see(Layout.LEASE, LeaseRecord.MAX_BYTES)
                    .map(seen -> new Seen(seen.bytes(), decode(seen.bytes()), seen.version()));
        }
        try (InputStream in = store.storage().open(Layout.LEASE, ByteRange.ALL)) {
            byte[] bytes = in.readNBytes(LeaseRecord.MAX_BYTES);
            return Optional.of(new Seen(bytes, decode(bytes), ""));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    private @Nullable LeaseRecord decode(byte[] bytes) {
        try {
            return LeaseRecord.read(bytes, "the lease of " + store.describe());
        } catch (ConfigurationException | IntegrityException e) {
            // Whoever damaged it must not stop all backups: it is one of an unknown holder.
            return null;
        }
    }

    /**
     * Writes the lease if it is still the one that was seen.
     *
     * @param seen null for none at all
     * @return the version of what was written, or nothing if another was faster
     */
    Optional<String> write(LeaseRecord record, @Nullable String seen) throws IOException {
        ObjectBody body = ObjectBody.of(record.toJson());
        return store.calls().make(() -> write(body, seen)).map(ObjectInfo::version);
    }

    private Optional<ObjectInfo> write(ObjectBody body, @Nullable String seen) throws IOException {
        Optional<ConditionalStorage> conditional = store.conditional();
        if (conditional.isEmpty()) {
            return Optional.of(store.storage().put(Layout.LEASE, body, ObjectKind.LEASE));
        }
        return seen == null
                ? conditional.get().putIfAbsent(Layout.LEASE, body, ObjectKind.LEASE)
                : conditional.get().replace(Layout.LEASE, body, ObjectKind.LEASE, seen);
    }
}
