package dev.holdfast.examples.command.session;

import dev.holdfast.api.error.KeyException;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Verb;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.settings.TimeStrings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of the command: what was asked, the environment, the time, and where results go. */
public final class Invocation {

    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final CommandLine line;
    private final Map<String, Word> environment;
    private final Report report;
    private final Clock clock;

    public Invocation(CommandLine line, Map<String, Word> environment, Report report) {
        this.line = line;
        this.environment = environment;
        this.report = report;
        Word time = line.value(Option.CURRENT_TIME);
        this.clock = time == null ? Clock.systemDefaultZone() : Clock.fixed(present(time), ZoneId.systemDefault());
    }

    /** Of which a snapshot can have its name. */
    private static Instant present(Word time) {
        Instant present = TimeStrings.parse(time.text(), Instant.now(), ZoneId.systemDefault());
        int year = present.atZone(ZoneOffset.UTC).getYear();
        if (year < 1900 || year > 9999) {
            throw new UsageException("--current-time is in the year " + year + "; from 1900 to 9999 are possible");
        }
        return present;
    }

    public CommandLine line() {
        return line;
    }

    public Report report() {
        return report;
    }

    public Clock clock() {
        return clock;
    }

    public ZoneId zone() {
        return clock.getZone();
    }

    /** Whether a time is later than the clocks of two hosts may differ. */
    public boolean isYetToCome(Instant time) {
        return time.isAfter(clock.instant().plus(CLOCKS_DIFFER));
    }

    /** The time that an option names, or null if it was not given. */
    @Nullable
    public Instant time(Option option) {
        Word word = line.value(option);
        return word == null ? null : TimeStrings.parse(word.text(), clock.instant(), zone());
    }

    /**
     * The age that an option names: 0, or how long ago a time was. Null if it was not given.
     *
     * @throws UsageException if the time is yet to come
     */
    @Nullable
    public Duration age(Option option) {
        Word word = line.value(option);
        if (word == null || word.is("0")) {
            return word == null ? null : Duration.ZERO;
        }
        Instant now = clock.instant();
        Duration age = Duration.between(TimeStrings.parse(word.text(), now, zone()), now);
        if (age.isNegative()) {
            throw new UsageException(
                    option.longName() + " takes 0 or an age such as 7D, not a time in the future: " + word);
        }
        return age;
    }

    /**
     * The last moment that an option names: it names whole seconds, and snapshots are made in the middle of one. Null
     * if it was not given.
     */
    @Nullable
    public Instant lastMoment(Option option) {
        Instant time = time(option);
        return time == null ? null : time.plusNanos(999_999_999 - time.getNano());
    }

    public boolean hasPassphrase(String variable) {
        Word word = environment.get(variable);
        return word != null && !word.isEmpty();
    }

    /** From the environment, or from the person at the terminal; null if there is none. */
    public char @Nullable [] passphrase(String variable, String prompt) {
        Word word = environment.get(variable);
        if (word == null) {
            return report.ask(prompt);
        }
        try {
            return word.text().toCharArray();
        } catch (UsageException e) {
            // Its text would name the passphrase.
            throw new UsageException("the passphrase in the environment's " + variable + " must be valid UTF-8");
        }
    }

    /**
     * The secret key that opens where no option names one: that of the environment's {@code HOLDFAST_SECRET_KEY}, else
     * {@code secret.asc} in the user's configuration, if it is there. As with gpg's keyring, commands need not name it.
     */
    @Nullable
    Path secretKey() {
        Word named = environment.get("HOLDFAST_SECRET_KEY");
        if (named != null && !named.isEmpty()) {
            return named.path();
        }
        Path configuration = userDirectory("XDG_CONFIG_HOME", ".config");
        Path usual = configuration == null ? null : configuration.resolve("secret.asc");
        return usual != null && Files.exists(usual) ? usual : null;
    }

    /** Says how a secret is given, where names were to be read and none was: local state might have known them. */
    public KeyException advising(KeyException e) {
        boolean readsNames = Set.of(Verb.LIST, Verb.DIFF, Verb.FIND).contains(line.verb());
        boolean given = line.has(Option.SECRET_KEY)
                || line.has(Option.CATALOG_KEY)
                || hasPassphrase(Keys.PASSPHRASE)
                || secretKey() != null;
        return given || !readsNames
                ? e
                : new KeyException(
                        e.getMessage()
                                + " Local state does not know the names: give --secret-key FILE, or its name in the"
                                + " environment's HOLDFAST_SECRET_KEY, or a passphrase in PASSPHRASE",
                        e);
    }

    /** Where local state lies; null if that cannot be known. */
    @Nullable
    public Path stateDirectory() {
        Word given = line.value(Option.ARCHIVE_DIR);
        if (given != null) {
            return given.path();
        }
        return userDirectory("XDG_CACHE_HOME", ".cache");
    }

    private @Nullable Path userDirectory(String variable, String below) {
        Word directory = environment.get(variable);
        if (directory != null && directory.startsWith("/")) {
            return directory.path().resolve("holdfast");
        }
        Word home = environment.get("HOME");
        return home == null || home.isEmpty()
                ? null
                : home.path().resolve(below).resolve("holdfast");
    }

    /** @throws UsageException if more than one of these options was given */
    public void atMostOneOf(Option... options) {
        Option first = null;
        for (Option option : options) {
            if (line.has(option)) {
                if (first != null) {
                    throw new UsageException("give only one of " + first.longName() + " and " + option.longName());
                }
                first = option;
            }
        }
    }
}
