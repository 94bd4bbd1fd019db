package dev.holdfast.core;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.retry.BackoffPolicy;
import dev.holdfast.core.retry.RetryingStorage;
import dev.holdfast.core.state.KnownPlaces;
import dev.holdfast.core.state.LocalState;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.store.StoredKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens or creates a repository: finds the head, checks it against what is remembered. Closes everything if it fails.
 */
final class RepositoryOpener {

    /** What to do where there is or is not a repository. */
    enum Mode {
        OPEN,
        CREATE,
        OPEN_OR_CREATE
    }

    private final RepositoryBuilder settings;
    private final Storage storage;
    private final ObjectStore store;
    private final RepositoryLog log;

    private RepositoryOpener(RepositoryBuilder settings, Storage storage) {
        this.settings = settings;
        this.storage = storage;
        this.store = new ObjectStore(storage, ObjectCache.NONE);
        this.log = new RepositoryLog(store, settings.clock, settings.random);
    }

    /** @param opening gives the storage as it is */
    static RepositorySession open(RepositoryBuilder settings, Supplier<Storage> opening, Mode mode) {
        Storage storage = null;
        try {
            storage = opening.get();
            Storage retrying = RetryingStorage.of(
                    storage, BackoffPolicy.DEFAULT, settings.random, settings.pause, System::nanoTime);
            return new RepositoryOpener(settings, retrying).open(mode);
        } catch (RuntimeException | Error e) {
            closeAll(settings, storage, e);
            throw e;
        }
    }

    private RepositorySession open(Mode mode) {
        CommittedState state = state(mode);
        if (settings.expectedHead != null) {
            state = verified(state, settings.expectedHead, "expect another head");
        }
        LocalState local = localState(state);
        if (local != null) {
            state = verified(state, local);
        }
        if (mode != Mode.OPEN) {
            rememberPlace(state);
        }
        return new RepositorySession(new OperationContexts(settings, storage, state, local));
    }

    private CommittedState state(Mode mode) {
        Optional<CommittedState> head = log.head();
        if (head.isEmpty() && mode != Mode.CREATE) {
            requireUnknown();
        }
        if (mode == Mode.OPEN) {
            if (head.isEmpty()) {
                requireEmpty();
            }
            return head.orElseGet(log::requireHead);
        }
        if (head.isPresent() && mode == Mode.CREATE) {
            throw new ConfigurationException(
                    "there is a repository in " + storage.describe() + " already; open it, or choose another place");
        }
        return head.orElseGet(mode == Mode.CREATE ? this::create : this::createOrOpen);
    }

    /** Of two that make the same repository at the same time, one opens what the other has made. */
    private CommittedState createOrOpen() {
        try {
            return create();
        } catch (ConfigurationException e) {
            return log.head().orElseThrow(() -> e);
        }
    }

    private CommittedState create() {
        requireEmpty();
        requireUsable();
        return log.create(WriterId.create(settings.clock.instant(), settings.random));
    }

    /**
     * Where a disk is not mounted, nothing shall begin anew in the directory below it, and nothing be taken for done.
     */
    private void requireUnknown() {
        Optional<Path> known = places().flatMap(places -> places.at(storage.describe()));
        if (known.isPresent()) {
            throw new IntegrityException(
                    storage.describe() + " holds no repository any more, and this host has written to one"
                            + " there (" + known.get() + " remembers it): is its disk mounted, and is this its place?"
                            + " Where another one shall begin, ask for it: create(), or --create");
        }
    }

    private void rememberPlace(CommittedState state) {
        places().ifPresent(places -> places.remember(state.repository(), storage.describe()));
    }

    private Optional<KnownPlaces> places() {
        return settings.localState == null || !storage.outlivesProcess()
                ? Optional.empty()
                : Optional.of(new KnownPlaces(settings.localState));
    }

    /** What is not empty and has no log belongs to something else, or is a part of a repository. */
    private void requireEmpty() {
        Optional<ObjectKey> first = store.first("", key -> true).map(ObjectInfo::key);
        if (first.filter(StoredKey::isOfARepository).isPresent()) {
            throw new IntegrityException(storage.describe() + " has objects of a repository, such as " + first.get()
                    + ", but no log: a copy that is not complete, or a log that was deleted; bring " + Layout.LOG
                    + " from where this was copied from");
        }
        Optional<String> other = first.map(ObjectKey::value).or(store::findForeign);
        if (other.isPresent()) {
            // Somebody else's name may hold anything, and goes to a terminal.
            String name = other.get().replaceAll("\\p{Cc}", "?");
            throw new ConfigurationException(storage.describe() + " is not empty and no repository: it holds " + name
                    + "; choose an empty place, or the right one");
        }
    }

    /**
     * What no backup could use makes no repository, so that none is left behind in a place that may be mistyped too.
     */
    private void requireUsable() {
        new ManifestStore(store, Optional.ofNullable(settings.verifier))
                .requireExpected(Optional.ofNullable(settings.signer));
        if (settings.localState != null) {
            new LocalState(settings.localState).requireWritable();
        }
        if (settings.cipher != null) {
            settings.cipher.sealer(Purpose.CATALOG).close();
        }
        if (settings.signer != null) {
            settings.signer.unlock();
        }
    }

    private @Nullable LocalState localState(CommittedState state) {
        Path directory = settings.localState;
        return directory == null ? null : new LocalState(directory.resolve(state.repository()));
    }

    private CommittedState verified(CommittedState state, LocalState local) {
        Optional<Head> remembered = local.head();
        CommittedState verified = remembered
                .map(head -> verified(
                        state,
                        head,
                        "delete what this host remembers, " + local.directory()
                                + "; to look into a copy, give it local state of its own"))
                .orElse(state);
        if (remembered.isEmpty() || !remembered.get().equals(verified.head())) {
            local.remember(verified.head());
        }
        return verified;
    }

    /**
     * A head that is newer than what was found may have been seen by another process since: then the log is looked at
     * again.
     */
    private CommittedState verified(CommittedState state, Head remembered, String ifMeant) {
        CommittedState newest = state.head().number() < remembered.number() ? log.requireHead() : state;
        log.verify(newest, remembered, ifMeant);
        return newest;
    }

    /** Whatever one of them throws, the others are closed. */
    private static void closeAll(RepositoryBuilder settings, @Nullable Storage opened, Throwable reason) {
        try (Storage storage = opened;
                Signer signer = settings.signer;
                ContentCipher cipher = settings.cipher) {
            // Nothing else is to be done with them.
        } catch (IOException | RuntimeException | Error e) {
            reason.addSuppressed(e);
        }
    }
}
