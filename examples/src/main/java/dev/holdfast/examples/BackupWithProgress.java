package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Progress;
import dev.holdfast.api.Snapshot;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Tells a user interface how far a backup is. */
public final class BackupWithProgress {

    private BackupWithProgress() {}

    // begin snippet
    static Snapshot backUp(BackupRepository repository, Path source, Consumer<String> statusBar) {
        return repository
                .backup()
                .source(source)
                .onProgress(progress -> statusBar.accept(text(progress)))
                .run()
                .requireComplete()
                .snapshot();
    }

    private static String text(Progress progress) {
        return progress.percent().orElse(0) + " % " + progress.current();
    }
    // end snippet
}
