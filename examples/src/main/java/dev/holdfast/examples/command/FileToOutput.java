package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code restore --path FILE URL -}: the content of one file, and nothing else, as the standard output. */
final class FileToOutput {

    private static final List<Option> FOR_DIRECTORIES = List.of(
            Option.RENAME,
            Option.FORCE,
            Option.KEEP_EXISTING,
            Option.NUMERIC_OWNER,
            Option.NO_RESTORE_OWNERSHIP,
            Option.DRY_RUN,
            Option.THAW,
            Option.THAW_DAYS,
            Option.WAIT,
            Option.WAIT_MINUTES,
            Option.JSON);

    private final Invocation invocation;

    FileToOutput(Invocation invocation) {
        this.invocation = invocation;
    }

    ExitCode run() {
        for (Option option : FOR_DIRECTORIES) {
            if (invocation.line().has(option)) {
                throw new UsageException(
                        option.longName() + " has no meaning for a file that goes to the standard output");
            }
        }
        SnapshotChoice choice = new SnapshotChoice(invocation);
        if (choice.path().isRoot()) {
            throw new UsageException("--path must name the file that shall go to the standard output");
        }
        try (BackupRepository repository =
                        new Repositories(invocation).toRead(invocation.line().operand(0));
                InputStream content = choice.of(repository).open(choice.path())) {
            copy(content, invocation.report().out());
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends early where nobody reads any more. */
    private static void copy(InputStream content, PrintStream out) throws IOException {
        byte[] buffer = new byte[64 << 10];
        int read = content.read(buffer);
        while (read >= 0 && !out.checkError()) {
            out.write(buffer, 0, read);
            read = content.read(buffer);
        }
    }
}
