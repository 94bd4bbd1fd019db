package dev.holdfast.core.read;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A snapshot as the roster names it. Reads its manifest when more is asked, and opens its catalog when entries are. */
public final class StoredSnapshot implements Snapshot {

    private final SnapshotAccess access;
    private final CommittedState state;
    private final RosterEntry roster;
    private final Function<StoredSnapshot, Restore> restores;
    private @Nullable Manifest manifest;

    /** @param restores begins a restore of it */
    public StoredSnapshot(
            SnapshotAccess access,
            CommittedState state,
            RosterEntry roster,
            Function<StoredSnapshot, Restore> restores) {
        this.access = access;
        this.state = state;
        this.roster = roster;
        this.restores = restores;
    }

    /** The newest record when it was looked up. */
    public Head head() {
        return state.head();
    }

    /** Whether it belongs to the open repository that has this access. */
    public boolean isReadBy(SnapshotAccess other) {
        return access == other;
    }

    /** Its description, read and checked at the first call. */
    public synchronized Manifest manifest() {
        if (manifest == null) {
            manifest = access.manifest(state, roster);
        }
        return manifest;
    }

    /** Opens it for one use. The caller closes it. */
    public OpenSnapshot open() {
        return access.open(state, manifest());
    }

    @Override
    public SnapshotId id() {
        return roster.snapshot();
    }

    @Override
    public Instant time() {
        return roster.time();
    }

    @Override
    public SnapshotKind kind() {
        return roster.kind();
    }

    @Override
    public SnapshotId chain() {
        return roster.chain();
    }

    @Override
    public Optional<SnapshotId> parent() {
        return manifest().parent().map(Manifest.Parent::snapshot);
    }

    @Override
    public List<String> tags() {
        return manifest().tags();
    }

    @Override
    public long files() {
        return manifest().totals().files();
    }

    @Override
    public long directories() {
        return manifest().totals().directories();
    }

    @Override
    public long bytes() {
        return manifest().totals().bytes();
    }

    @Override
    public long storedBytes() {
        return manifest().storedBytes();
    }

    @Override
    public boolean signed() {
        return roster.signed();
    }

    @Override
    public List<String> recipients() {
        return manifest().dataRecipients();
    }

    @Override
    public Stream<SnapshotEntry> entries() {
        OpenSnapshot open = open();
        return EntryStream.of(open.from(EntryPath.ROOT), EntryPath.ROOT).onClose(open::close);
    }

    @Override
    public Stream<SnapshotEntry> entries(EntryPath path) {
        OpenSnapshot open = open();
        try {
            if (open.find(path).isEmpty()) {
                throw notFound(path, "entry");
            }
            return EntryStream.of(open.from(path), path).onClose(open::close);
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    @Override
    public Optional<SnapshotEntry> entry(EntryPath path) {
        try (OpenSnapshot open = open()) {
            return open.find(path).map(Function.identity());
        }
    }

    @Override
    public InputStream open(EntryPath path) {
        OpenSnapshot open = open();
        try {
            Entry entry = open.find(path).orElseThrow(() -> notFound(path, "file"));
            if (entry.hardLinkTo().isPresent()) {
                entry = open.find(entry.hardLinkTo().get()).orElseThrow(() -> notFound(path, "content of the file"));
            }
            if (entry.type() != EntryType.FILE || entry.failed()) {
                throw new NotFoundException("\"" + path + "\" in the snapshot " + id() + " "
                        + (entry.failed() ? "could not be read when the snapshot was made" : "is no file")
                        + " and has no content");
            }
            return new ContentStream(open, entry, access.workers());
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    private NotFoundException notFound(EntryPath path, String what) {
        return new NotFoundException(
                "the snapshot " + id() + " has no " + what + " \"" + path + "\"; list it to see what it has");
    }

    @Override
    public Restore restore() {
        return restores.apply(this);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof StoredSnapshot other && roster.equals(other.roster);
    }

    @Override
    public int hashCode() {
        return roster.hashCode();
    }

    @Override
    public String toString() {
        return "snapshot " + id();
    }
}
