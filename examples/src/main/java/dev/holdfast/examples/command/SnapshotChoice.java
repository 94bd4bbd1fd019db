package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which snapshot, and which path of it, {@code --time} and {@code --path} choose. */
final class SnapshotChoice {

    private final @Nullable Instant time;
    private final EntryPath path;

    SnapshotChoice(Invocation invocation) {
        this.time = invocation.lastMoment(Option.TIME);
        Word word = invocation.line().value(Option.PATH);
        this.path = word == null ? EntryPath.ROOT : parse(word);
    }

    private static EntryPath parse(Word word) {
        try {
            return EntryPath.ofBytes(trimmed(word.bytes()));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--path: " + e.getMessage());
        }
    }

    /** Without slashes at the ends; nothing for a dot alone. */
    private static byte[] trimmed(byte[] bytes) {
        int start = 0;
        int end = bytes.length;
        while (start < end && bytes[start] == '/') {
            start++;
        }
        while (end > start && bytes[end - 1] == '/') {
            end--;
        }
        boolean dot = end - start == 1 && bytes[start] == '.';
        return dot ? new byte[0] : Arrays.copyOfRange(bytes, start, end);
    }

    EntryPath path() {
        return path;
    }

    /** @throws NotFoundException if there is none */
    Snapshot of(BackupRepository repository) {
        if (time != null) {
            return repository.snapshots().asOf(time);
        }
        return repository
                .snapshots()
                .newest()
                .orElseThrow(() -> new NotFoundException("the repository has no snapshot"));
    }
}
