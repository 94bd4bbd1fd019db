package dev.holdfast.examples.command.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.examples.command.settings.CompressionOptions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @CsvSource({
        "backup src file:///r, BACKUP",
        "b src file:///r, BACKUP",
        "src file:///r, BACKUP",
        "/home s3://bucket, BACKUP",
        "/home boto3+s3://bucket/prefix, BACKUP",
        "/home memory:, BACKUP",
        "full src file:///r, FULL_BACKUP",
        "incr src file:///r, INCREMENTAL_BACKUP",
        "incremental src file:///r, INCREMENTAL_BACKUP",
        "inc src file:///r, INCREMENTAL_BACKUP",
        "restore file:///r dest, RESTORE",
        "file:///r dest, RESTORE",
        "list file:///r, LIST",
        "list-current-files file:///r, LIST",
        "li file:///r, LIST",
        "verify file:///r, VERIFY",
        "coll file:///r, STATUS",
        "snapshots file:///r, STATUS",
        "s file:///r, STATUS",
        "key generate d --user-id x, KEY",
        "quickstart, QUICKSTART",
        "help, HELP_TEXT",
        "--help, HELP_TEXT",
        "restore --help, RESTORE",
        "version, VERSION",
        "--version, VERSION",
        "bu src file:///r, BACKUP",
        "fb src file:///r, FULL_BACKUP",
        "ib src file:///r, INCREMENTAL_BACKUP",
        "rb file:///r dest, RESTORE",
        "vb file:///r dir, VERIFY",
        "ls file:///r, LIST",
        "st file:///r, STATUS",
        "cl file:///r, CLEANUP",
        "ro 2M file:///r, REMOVE_OLDER_THAN",
        "ra 2 file:///r, REMOVE_ALL_BUT_N_FULL",
        "ri 2 file:///r, REMOVE_ALL_INC_OF_BUT_N_FULL",
    })
    void theVerbIsFound(String text, Verb verb) {
        assertThat(parse(text).verb()).isEqualTo(verb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore --time 3D --force file:///r d", "restore file:///r d --time=3D --force",
                "--force restore -t 3D file:///r d", "file:///r --restore-time 3D d --force",
                "restore -t3D file:///r --force d", "restore --force -t 3D -- file:///r d",
            })
    void optionsStandAnywhereAndTakeTheirValueEitherWay(String text) {
        CommandLine line = parse(text);

        assertThat(line.value(Option.TIME)).isEqualTo(Word.of("3D"));
        assertThat(line.has(Option.FORCE)).isTrue();
        assertThat(line.operands()).containsExactly(Word.of("file:///r"), Word.of("d"));
    }

    @Test
    void behindTwoDashesADashIsPartOfAName() {
        assertThat(parse("restore --force -- file:///r --force").operands())
                .containsExactly(Word.of("file:///r"), Word.of("--force"));
    }

    @Test
    void selectionKeepsItsOrder() {
        CommandLine line = parse("backup --include a --exclude b --include=c src file:///r");

        assertThat(line.options())
                .containsExactly(
                        new CommandLine.Given(Option.INCLUDE, Word.of("a")),
                        new CommandLine.Given(Option.EXCLUDE, Word.of("b")),
                        new CommandLine.Given(Option.INCLUDE, Word.of("c")));
    }

    @Test
    void bytesThatAreNoTextReachTheOperands() {
        byte[] name = {'/', (byte) 0xff, 'x', (byte) 0xc3, (byte) 0xa9};
        CommandLine line = CommandLine.parse(List.of(Word.of("backup"), Word.ofBytes(name), Word.of("file:///r")));

        assertThat(line.operand(0).bytes()).isEqualTo(name);
        assertThat(line.operand(0).path().toUri().getRawPath()).isEqualTo("/%FFx%C3%A9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicate file:///r file:///s | copy the objects",
                "backup --exclud x src file:///r | unknown option --exclud; did you mean --exclude?",
                "backup --encryptkey x src file:///r | unknown option --encryptkey; did you mean --encrypt-key?",
                "restore --decrypt-key x file:///r d | unknown option --decrypt-key; did you mean --secret-key?",
                "backup -x src file:///r | unknown option -x; holdfast help COMMAND lists those",
                "bakcup src file:///r | unknown command \"bakcup\"; did you mean backup?",
                "restroe file:///r | unknown command \"restroe\"; did you mean restore?",
                "remove-all 2 file:///r | \"remove-all\" may mean remove-all-but-n-full or remove-all-inc-of-but-n-full",
                "cleanpu file:///r | unknown command \"cleanpu\"; did you mean cleanup?",
                "src dest | unknown command \"src\"",
                "v file:///r | \"v\" may mean verify or version",
                "backup src | backup takes SOURCE URL; given: src; see: holdfast help backup",
                "backup src file:///r more | backup takes SOURCE URL",
                "restore --full file:///r d | --full is no option of restore",
                "restore --encrypt-key x file:///r d | --encrypt-key is no option of restore",
                "backup --force src file:///r | --force is no option of backup",
                "status --data file:///r | --data is no option of collection-status",
                "backup src file:///r --volsize | --volsize needs a value",
                "restore --force=yes file:///r d | --force takes no value",
                "restore --time 1D --time 2D file:///r d | --time was given twice",
                "backup --keep-last 3 src file:///r | --keep-last is no option of backup",
            })
    void whatIsNotUnderstoodIsRefusedWithAHint(String text, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse(text))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backup -T x src file:///r | unknown option -T; did you mean -t?",
                "restore -path x file:///r d | unknown option -path; did you mean --path?",
                "restore --t x file:///r d | unknown option --t; did you mean -t?",
                "restore --tmie x file:///r d | unknown option --tmie; did you mean --time?",
                "restore --dryrun file:///r d | unknown option --dryrun; did you mean --dry-run?",
                "status --s3-region x file:///r | unknown option --s3-region; did you mean --s3-region-name?",
                "lsit file:///r | unknown command \"lsit\"; did you mean list?",
                "backups src file:///r | unknown command \"backups\"; did you mean backup?",
            })
    void whatIsNearlyRightIsNamed(String text, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse(text))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup -1 src file:///r",
                "backup -n src file:///r",
                "backup --xy src file:///r",
                "backup --cheese src file:///r",
                "foo file:///r",
                "ps file:///r",
                "xyz file:///r",
            })
    void nothingIsNamedThatWasHardlyMeant(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse(text))
                .withMessageStartingWith("unknown ")
                .withMessageNotContaining("did you mean");
    }

    @ParameterizedTest
    @CsvSource({"-v8, 8", "-v 0, 0", "--verbosity=info, 8", "-vw, 2", "-v Notice, 4", "-vd, 9", "--json, 5"})
    void verbosityIsANumberOrAName(String option, int level) {
        assertThat(parse("status " + option + " file:///r").verbosity(5)).isEqualTo(level);
    }

    @Test
    void nothingIsNoCommand() {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(List.of()));
    }

    /** An option that no command takes would only be there to be refused. */
    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionBelongsToACommand(Option option) {
        assertThat(EnumSet.allOf(Verb.class)).anyMatch(verb -> verb.options().contains(option));
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void helpNamesEveryOptionOfACommand(Verb verb) {
        Set<Option> options = verb.options();
        assertThat(HelpText.of(verb)).contains(verb.longName());
        for (Option option : Option.values()) {
            assertThat(HelpText.of(verb).contains(option.synopsis() + " ")
                            || HelpText.of(verb).contains(option.synopsis() + "\n"))
                    .as("%s %s", verb, option)
                    .isEqualTo(options.contains(option));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--compress-algo=none | 0",
                "--compress-algo none | 0",
                "--compress-algo=uncompressed | 0",
                "--compress-level=7 | 7",
                "-z 3 | 3",
                "-z3 | 3",
                "-z 0 | 0",
                "--compress-algo=none -z0 | 0",
                "--compress-algo=none --compress-level=9 | 0",
                "--compress-algo=bzip2 --bzip2-compress-level=9 | 9",
                "--compress-algo=bzip2 --compress-level=1 | 6",
                "--compress-algo=bzip2 | 6",
                "--compress-algo=zlib -z 4 | 4",
                "--compress-algo ZIP --compress-level 2 | 2",
                "--bzip2-compress-level 3 | 3",
            })
    void gpgsCompressionSettingsAreTaken(String options, int level) {
        assertThat(CompressionOptions.level(backupWith(options))).hasValue(level);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cipher-algo AES256 | --compression-level",
                "--compress-algo=lzma | --compression-level",
                "--recipient x | --encrypt-key",
                "-z 10 | 0 to 9",
                "-z 1 -z 2 | two levels",
                "--compress-level | 0 to 9",
                "--bzip2-compress-level=12 | 0 to 9",
            })
    void otherSettingsOfGpgAreRefused(String options, String hint) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CompressionOptions.level(backupWith(options)))
                .withMessageContaining(hint);
    }

    @Test
    void contradictingCompressionIsRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() ->
                        CompressionOptions.level(parse("backup --no-compression --compression-level 3 src file:///r")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup --gpg-options='--compress-algo=bzip2 --bzip2-compress-level=9' --s3-use-ia s file:///r",
                "backup --gpg-options=\"--compress-algo=bzip2 --bzip2-compress-level=9\" --s3-use-ia s file:///r",
                "backup --gpg-options '--compress-algo=bzip2 --bzip2-compress-level=9' --s3-use-ia s file:///r",
                "backup s --s3-use-ia file:///r --gpg-options '--compress-algo=bzip2 --bzip2-compress-level=9'",
            })
    void quotesThatAShellHasSplitAreJoined(String text) {
        CommandLine line = parse(text);

        assertThat(line.value(Option.GPG_OPTIONS)).isEqualTo(Word.of("--compress-algo=bzip2 --bzip2-compress-level=9"));
        assertThat(line.has(Option.S3_USE_IA)).isTrue();
        assertThat(line.operands()).containsExactly(Word.of("s"), Word.of("file:///r"));
        assertThat(CompressionOptions.remark(line))
                .isEqualTo("gpg's bzip2 is taken as zstd level 9 (--compression-level 9)");
    }

    @Test
    void aQuoteThatIsNotClosedIsRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse("backup --gpg-options='-z 9 s file:///r"))
                .withMessageContaining("no later word closes");
    }

    @Test
    void quotesAreNamesElsewhere() {
        assertThat(parse("backup --exclude 'a b' file:///r").operands())
                .containsExactly(Word.of("b'"), Word.of("file:///r"));
    }

    private static CommandLine backupWith(String gpgOptions) {
        return CommandLine.parse(List.of(
                Word.of("backup"), Word.of("--gpg-options"), Word.of(gpgOptions), Word.of("s"), Word.of("file:///r")));
    }

    private static CommandLine parse(String text) {
        return CommandLine.parse(Arrays.stream(text.split(" ")).map(Word::of).toList());
    }
}
