package dev.holdfast.examples.command;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.HelpText;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.TerminalStream;
import dev.holdfast.examples.command.process.Interruption;
import dev.holdfast.examples.command.process.ProcessWords;
import dev.holdfast.examples.command.process.SmallHeap;
import dev.holdfast.examples.command.process.StandardStream;
import dev.holdfast.examples.command.process.Terminal;
import dev.holdfast.examples.command.reclaim.ReclaimCommand;
import dev.holdfast.examples.command.retention.RetentionCommand;
import dev.holdfast.examples.command.retention.UndoCommand;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.quickstart.Quickstart;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code holdfast} command. */
public final class HoldfastCommand {

    private static final int DEFAULT_VERBOSITY = 4;
    private static final int STACK_TRACES = 9;
    private static final String JNA_DIRECTORY = "jna.tmpdir";
    private static final String JNA_LIBRARY_PATH = "jna.platform.library.path";

    private final Map<String, Word> environment;
    private final PrintStream out;
    private final TerminalStream err;
    private final int terminalColumns;

    /**
     * @param environment {@code PASSPHRASE}, {@code SIGN_PASSPHRASE}, {@code HOLDFAST_SECRET_KEY}, {@code HOME},
     *     {@code XDG_CACHE_HOME}, {@code XDG_CONFIG_HOME} are used
     * @param out results, in UTF-8
     * @param err takes errors and progress, in UTF-8
     * @param terminalColumns the width of the terminal that {@code err} is; 0 if it is none
     */
    public HoldfastCommand(Map<String, Word> environment, PrintStream out, OutputStream err, int terminalColumns) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = TerminalStream.over(err);
        this.terminalColumns = terminalColumns;
    }

    public static void main(String[] args) {
        SmallHeap.keep();
        Map<String, Word> environment = ProcessWords.environment();
        spareJnaTheSearch();
        keepJnaOutOfTheWorkingDirectory(environment);
        StandardStream output = new StandardStream(new FileOutputStream(FileDescriptor.out));
        PrintStream out = stream(output);
        HoldfastCommand command = new HoldfastCommand(
                environment, out, new FileOutputStream(FileDescriptor.err), Terminal.columns(environment));
        TerminalStream err = command.err;
        // Where the logging back end writes.
        System.setErr(err);
        int code = ExitCode.PROGRAM_ERROR;
        Interruption interruption = Interruption.ofThisThread(err);
        try {
            code = command.run(ProcessWords.arguments(args));
            out.flush();
            if (output.failure().isPresent() && code == ExitCode.DONE.number()) {
                err.print("holdfast: the output could not be written whole: "
                        + output.failure().get() + "\n");
                code = ExitCode.STORAGE.number();
            }
        } catch (LinkageError e) {
            code = ExitCode.PROGRAM_ERROR;
            err.print(partMissing(e));
        } finally {
            err.flush();
            interruption.runHasEnded();
        }
        System.exit(code);
    }

    private static String partMissing(LinkageError e) {
        return "holdfast: a part of the program cannot be loaded (" + oneLine(e.toString())
                + "); was the jar replaced while it ran, or not copied whole? Run again\n";
    }

    /** JNA would start {@code ldconfig} to learn where libraries lie, and needs none but the C library. */
    private static void spareJnaTheSearch() {
        if (System.getProperty(JNA_LIBRARY_PATH) == null) {
            System.setProperty(JNA_LIBRARY_PATH, "");
        }
    }

    /** A relative path of {@code XDG_CACHE_HOME} is to be ignored, but JNA would unpack its library below it. */
    private static void keepJnaOutOfTheWorkingDirectory(Map<String, Word> environment) {
        Word cache = environment.get("XDG_CACHE_HOME");
        if (cache != null && !cache.startsWith("/") && System.getProperty(JNA_DIRECTORY) == null) {
            System.setProperty(JNA_DIRECTORY, System.getProperty("java.io.tmpdir"));
        }
    }

    /** Names are written as UTF-8 whatever the locale, for that is what they were. */
    private static PrintStream stream(OutputStream stream) {
        return new PrintStream(new BufferedOutputStream(stream, 8192), false, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command on the calling thread; an interrupt of it stops the run. Throws nothing.
     *
     * @return the exit code
     */
    public int run(List<Word> arguments) {
        int verbosity = DEFAULT_VERBOSITY;
        try {
            CommandLine line = CommandLine.parse(arguments);
            verbosity = line.verbosity(DEFAULT_VERBOSITY);
            setLogLevel(verbosity);
            Report report = new Report(out, err, terminalColumns, line.has(Option.JSON), verbosity);
            return run(line, report).number();
        } catch (UsageException e) {
            return failed(e, verbosity, ExitCode.USAGE);
        } catch (BackupException e) {
            return failed(e, verbosity, ExitCode.of(e));
        } catch (RuntimeException | Error e) {
            return failed(e, verbosity, ExitCode.INTERNAL);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private ExitCode run(CommandLine line, Report report) {
        if (line.has(Option.HELP)) {
            out.print(
                    line.operands().isEmpty() && line.verb().longName().equals("help")
                            ? HelpText.overview()
                            : HelpText.of(line.verb()));
            return ExitCode.DONE;
        }
        Invocation invocation = new Invocation(line, environment, report);
        try {
            return run(invocation);
        } catch (KeyException e) {
            throw invocation.advising(e);
        }
    }

    private ExitCode run(Invocation invocation) {
        CommandLine line = invocation.line();
        return switch (line.verb()) {
            case BACKUP, FULL_BACKUP, INCREMENTAL_BACKUP -> new BackupCommand(invocation).run();
            case RESTORE ->
                line.operand(1).is("-") ? new FileToOutput(invocation).run() : new RestoreCommand(invocation).run();
            case LIST -> new ListCommand(invocation).run();
            case DIFF -> new DiffCommand(invocation).run();
            case FIND -> new FindCommand(invocation).run();
            case VERIFY -> new VerifyCommand(invocation).run();
            case STATUS -> new StatusCommand(invocation).run();
            case CLEANUP, RECLAIM -> new ReclaimCommand(invocation).run();
            case REMOVE_OLDER_THAN, REMOVE_ALL_BUT_N_FULL, REMOVE_ALL_INC_OF_BUT_N_FULL, FORGET, RETAIN ->
                new RetentionCommand(invocation).run();
            case UNDO -> new UndoCommand(invocation).run();
            case KEY -> new KeyCommand(invocation).run();
            case QUICKSTART -> quickstart(line);
            case HELP_TEXT -> {
                out.print(HelpText.about(line.operands()));
                yield ExitCode.DONE;
            }
            case VERSION -> {
                out.print("holdfast " + version() + "\n");
                yield ExitCode.DONE;
            }
        };
    }

    private ExitCode quickstart(CommandLine line) {
        Path directory = line.operands().isEmpty() ? null : line.operand(0).path();
        Quickstart.Store store = line.has(Option.S3) ? Quickstart.Store.S3 : Quickstart.Store.DIRECTORY;
        Map<String, String> texts = new HashMap<>();
        for (String variable : List.of("HOLDFAST_S3_URL", "HOLDFAST_S3_ENDPOINT")) {
            if (environment.containsKey(variable)) {
                texts.put(variable, environment.get(variable).text());
            }
        }
        return Quickstart.run(directory, store, texts, out) ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private static String version() {
        String version = HoldfastCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    /**
     * For the logging back end in this jar, which reads it when the first logger is made. Of other libraries warnings
     * are told at most: in the debugging log of an HTTP client stands every byte that is sent.
     */
    private static void setLogLevel(int verbosity) {
        String level = verbosity < 3 ? "error" : verbosity < 5 ? "warn" : verbosity < 8 ? "info" : "debug";
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbosity < 3 ? "error" : "warn");
        System.setProperty("org.slf4j.simpleLogger.log.dev.holdfast", level);
    }

    private int failed(Throwable e, int verbosity, ExitCode code) {
        if (verbosity >= STACK_TRACES) {
            e.printStackTrace(err);
        } else if (e instanceof OutOfMemoryError) {
            err.print("holdfast: " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB are not enough for the JVM ("
                    + oneLine(String.valueOf(e.getMessage()))
                    + "); start it with a larger -Xmx, or make volumes smaller\n");
        } else if (e instanceof LinkageError error) {
            err.print(partMissing(error));
        } else if (code == ExitCode.INTERNAL) {
            err.print("holdfast: internal error: " + oneLine(e.toString()) + " (-v 9 shows where)\n");
        } else {
            err.print("holdfast: " + oneLine(String.valueOf(e.getMessage())) + "\n");
        }
        return code.number();
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
