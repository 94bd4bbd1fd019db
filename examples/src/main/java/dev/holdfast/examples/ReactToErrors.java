package dev.holdfast.examples;

import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Failure;
import java.util.List;

/** Decides by types, not by texts, what comes after a run that did not go well. */
public final class ReactToErrors {

    /** What a service does next. */
    enum Reaction {
        END,
        TRY_AGAIN,
        WAKE_SOMEBODY
    }

    private ReactToErrors() {}

    // begin snippet
    static Reaction to(BackupException failure) {
        if (failure instanceof CancelledException) {
            return Reaction.END;
        }
        boolean mayPass = failure instanceof StorageException store && !store.isPermanent()
                || failure instanceof ConcurrentWriterException
                || failure instanceof CommitStateUnknownException;
        return mayPass ? Reaction.TRY_AGAIN : Reaction.WAKE_SOMEBODY;
    }

    /** What changed while it was read is left to the next run. */
    static List<Failure> worthAWord(BackupResult result) {
        return result.failures().stream()
                .filter(failure -> failure.kind() != Failure.Kind.CHANGED)
                .toList();
    }
    // end snippet
}
