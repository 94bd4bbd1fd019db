package dev.holdfast.examples.command.session;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which snapshot, and which path of it, options choose: a time, an id or its beginning, and tags. */
public final class SnapshotChoice {

    private final @Nullable Instant time;
    private final @Nullable Word id;
    private final List<Word> tags;
    private final EntryPath path;

    /** What {@code --time}, {@code --snapshot}, {@code --tag} and {@code --path} choose. */
    public SnapshotChoice(Invocation invocation) {
        this(invocation, Option.TIME, Option.SNAPSHOT);
    }

    private SnapshotChoice(Invocation invocation, Option timeOption, Option idOption) {
        invocation.atMostOneOf(timeOption, idOption);
        this.time = invocation.lastMoment(timeOption);
        this.id = invocation.line().value(idOption);
        this.tags = invocation.line().values(Option.TAG);
        Word word = invocation.line().value(Option.PATH);
        this.path = word == null ? EntryPath.ROOT : path(Option.PATH, word);
    }

    /** The newer of two: what {@code --time2} and {@code --snapshot2} choose. */
    public static SnapshotChoice second(Invocation invocation) {
        return new SnapshotChoice(invocation, Option.TIME2, Option.SNAPSHOT2);
    }

    /** The path inside a snapshot that an option names. */
    public static EntryPath path(Option option, Word word) {
        try {
            return EntryPath.ofBytes(trimmed(word.bytes()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option.longName() + ": " + e.getMessage());
        }
    }

    /** As shells complete it: without slashes at the ends, and without {@code ./} before it. */
    private static byte[] trimmed(byte[] bytes) {
        int start = 0;
        int end = bytes.length;
        while (end > start && bytes[end - 1] == '/') {
            end--;
        }
        while (start < end && (bytes[start] == '/' || isDot(bytes, start, end))) {
            start++;
        }
        return Arrays.copyOfRange(bytes, start, end);
    }

    private static boolean isDot(byte[] bytes, int at, int end) {
        return bytes[at] == '.' && (at + 1 == end || bytes[at + 1] == '/');
    }

    public EntryPath path() {
        return path;
    }

    /** Whether a time or an id was given. */
    public boolean isGiven() {
        return time != null || id != null;
    }

    /** All snapshots that have the chosen tags. */
    public Snapshots among(BackupRepository repository) {
        Snapshots snapshots = repository.snapshots();
        for (Word tag : tags) {
            snapshots = snapshots.withTag(tag.text());
        }
        return snapshots;
    }

    /** @throws NotFoundException if there is none */
    public Snapshot of(BackupRepository repository) {
        return of(among(repository));
    }

    /** The newest, unless a time or an id was given. */
    public Snapshot of(Snapshots snapshots) {
        if (id != null) {
            return byId(snapshots, id.text());
        }
        if (time != null) {
            return snapshots.asOf(time);
        }
        return snapshots
                .newest()
                .orElseThrow(() -> new NotFoundException(
                        tags.isEmpty()
                                ? "the repository has no snapshot"
                                : "the repository has no snapshot with the tag " + tags.get(0)));
    }

    /**
     * The snapshot whose id begins so.
     *
     * @throws UsageException if there are several
     * @throws NotFoundException if there is none
     */
    public static Snapshot byId(Snapshots snapshots, String beginning) {
        if (SnapshotId.isValid(beginning)) {
            // Also where another one cannot be read.
            return snapshots.byId(SnapshotId.of(beginning));
        }
        Snapshot found = null;
        for (Snapshot snapshot : snapshots.all()) {
            if (snapshot.id().value().startsWith(beginning)) {
                if (found != null) {
                    throw new UsageException("\"" + beginning + "\" begins the ids " + found.id() + " and "
                            + snapshot.id() + "; give more of it");
                }
                found = snapshot;
            }
        }
        if (found == null) {
            throw new NotFoundException("there is no snapshot \"" + beginning + "\"; collection-status lists them");
        }
        return found;
    }
}
