package dev.holdfast.core.log;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.store.ErrorTranslation;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.store.StoredPages;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The records of a log as objects of the store, each under its number. Thread-safe. */
final class RecordStore {

    private final ObjectStore store;
    private final Clock clock;

    /** @param clock says when a record was seen */
    RecordStore(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The highest number; nothing where there is no record. One listing. */
    Optional<Long> newestNumber() {
        return store.first(Layout.LOG, key -> Layout.recordNumber(key).isPresent())
                .map(info -> Layout.recordNumber(info.key()).orElseThrow());
    }

    /** The number of the head; 0 where there is none. One listing. */
    long headNumber() {
        return newestNumber().orElse(0L);
    }

    /** The state after a record that must be there. */
    CommittedState read(long number) {
        return decode(number, store.read(Layout.record(number), LogRecord.MAX_BYTES, what(number)));
    }

    /** The state after a record; nothing where it is deleted, or not yet written. */
    Optional<CommittedState> readIfPresent(long number) {
        return store.readIfPresent(Layout.record(number), LogRecord.MAX_BYTES, what(number))
                .map(bytes -> decode(number, bytes));
    }

    private CommittedState decode(long number, byte[] bytes) {
        if (bytes.length == 0 || bytes[0] == 0) {
            // As a crashed file system leaves it.
            throw new IntegrityException(what(number) + " is damaged: expected a JSON object, found "
                    + (bytes.length == 0 ? "nothing" : bytes.length + " bytes that begin with zeros"));
        }
        LogRecord record = LogRecord.read(bytes, what(number));
        if (record.number() != number) {
            throw new IntegrityException(what(number) + " says that it is record " + record.number());
        }
        return new CommittedState(record, Sha256.hex(bytes), new StoredPages(store), clock.instant());
    }

    /** A record, for messages. */
    String what(long number) {
        return "record " + number + " (" + Layout.record(number) + ") of " + store.describe();
    }

    /**
     * As {@link #readIfPresent}; nothing for a damaged record as well. Behind the head, that is no worse than a deleted
     * one.
     */
    Optional<CommittedState> readIfSound(long number) {
        try {
            return readIfPresent(number);
        } catch (IntegrityException | FormatException | ConfigurationException e) {
            return Optional.empty();
        }
    }

    /**
     * Puts a record under its number if that is free, and gives what stands there afterwards; nothing if that is
     * deleted again.
     */
    Optional<CommittedState> append(LogRecord record) {
        byte[] bytes = record.toJson();
        ObjectKey key = Layout.record(record.number());
        ObjectBody body = ObjectBody.of(bytes);
        try {
            Optional<ConditionalStorage> conditional = store.conditional();
            boolean stored = conditional.isPresent()
                    ? store.calls()
                            .make(() -> conditional.get().putIfAbsent(key, body, ObjectKind.LOG))
                            .isPresent()
                    : putUnconditionally(record.number(), key, body);
            if (stored) {
                return Optional.of(decode(record.number(), bytes));
            }
        } catch (PermanentStorageException e) {
            if (e.getSuppressed().length > 0) {
                // Only the last of several tries was refused; an earlier one may have done its work.
                return readBack(record, e);
            }
            throw ErrorTranslation.translate(e, "record " + record.change() + " as " + key + " in " + store.describe());
        } catch (IOException e) {
            return readBack(record, e);
        }
        return readIfPresent(record.number());
    }

    /**
     * Keeps writers apart of which one has finished before the other begins; no store without conditions can do more.
     */
    private boolean putUnconditionally(long number, ObjectKey key, ObjectBody body) throws IOException {
        if (headNumber() >= number) {
            return false;
        }
        store.calls().make(() -> store.storage().put(key, body, ObjectKind.LOG));
        // Who came at the same moment may have replaced it, or be replaced: the token in what is there now decides.
        return false;
    }

    private Optional<CommittedState> readBack(LogRecord record, IOException failure) {
        // An interrupt must not keep us from learning what was recorded.
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            store.calls().watch();
        }
        Optional<CommittedState> found;
        try {
            found = readIfPresent(record.number());
        } catch (BackupException e) {
            e.addSuppressed(failure);
            throw new CommitStateUnknownException(
                    "it is not known whether " + record.change() + " was recorded: " + store.describe()
                            + " did not answer the put of " + Layout.record(record.number())
                            + " nor the question for it; open the repository again to see",
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (found.isEmpty()) {
            throw ErrorTranslation.translate(
                    failure,
                    "record " + record.change() + " as " + Layout.record(record.number()) + " in " + store.describe());
        }
        return found;
    }
}
