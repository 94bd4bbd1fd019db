package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.holdfast.examples.command.line.HelpText;
import dev.holdfast.examples.command.line.Verb;
import dev.holdfast.examples.command.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/command.md} says what the command does. Run with {@code -Dholdfast.docs.update=true} to write the help
 * texts into it.
 */
class CommandDocumentTest {

    private static final Path DOCUMENT =
            Path.of("..").toAbsolutePath().normalize().resolve("docs/command.md");
    private static final Pattern HELP = Pattern.compile("<!-- help: (\\S+) -->\n```text\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern TABLE =
            Pattern.compile("<!-- (json|json-group): ([^\n]+) -->\n((?:\\|[^\n]*\n)+)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("(?:`([^`]+)`)?(?:\\{(\\w+)})?(\\?)?(?:, )?");

    /** A documented member: its type, and whether it may be absent. */
    private record Member(String type, boolean optional) {}

    @TempDir
    Path directory;

    private String document;
    private Shell shell;

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(DOCUMENT);
        shell = new Shell(directory);
    }

    @Test
    void itHasTheHelpTextOfEveryCommand() throws IOException {
        String current = HELP.matcher(document)
                .replaceAll(match -> Matcher.quoteReplacement(
                        "<!-- help: " + match.group(1) + " -->\n```text\n" + help(match.group(1)) + "```\n"));
        if (Boolean.getBoolean("holdfast.docs.update")) {
            Files.writeString(DOCUMENT, current);
            document = current;
        }
        assertThat(document)
                .as("run CommandDocumentTest with -Dholdfast.docs.update=true and look at what it writes")
                .isEqualTo(current);
        List<String> documented =
                HELP.matcher(document).results().map(match -> match.group(1)).toList();
        for (Verb verb : Verb.values()) {
            if (!List.of("full", "incremental").contains(verb.longName())) {
                assertThat(documented).contains(verb.longName());
            }
        }
    }

    private static String help(String command) {
        for (Verb verb : Verb.values()) {
            if (verb.longName().equals(command)) {
                return HelpText.of(verb);
            }
        }
        throw new AssertionError("docs/command.md describes \"" + command + "\", which is no command");
    }

    @Test
    void itHasEveryExitCode() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(document).contains("| " + code.number() + " | ");
        }
    }

    @Test
    void everyMemberThatIsPrintedIsDocumentedAndTheOtherWayRound() throws IOException {
        shell.write("source/notes.txt", "first version");
        shell.write("source/gone.txt", "gone");
        shell.write("source/old.raw", "0123456789".repeat(20_000));
        Map<String, List<TreeMap<String, String>>> printed = new TreeMap<>();
        run(printed, "key generate", "key generate @keys --user-id Test");
        String store = " --no-encryption @@repo";
        run(printed, "backup --dry-run", "backup --dry-run @source" + store);
        run(printed, "backup", "backup --tag monday @source" + store);
        Files.delete(shell.path("source/gone.txt"));
        Files.move(shell.path("source/old.raw"), shell.path("source/new.raw"));
        shell.write("source/notes.txt", "second version");
        run(printed, "backup --dry-run", "backup --dry-run @source" + store);
        run(printed, "backup", "backup @source" + store);
        run(printed, "list-current-files", "list" + store);
        run(printed, "diff", "diff" + store);
        run(printed, "find", "find *.raw" + store);
        run(printed, "restore", "restore" + store + " @restored");
        shell.write("restored/notes.txt", "in the way");
        run(printed, "restore", "restore" + store + " @restored");
        run(printed, "verify", "verify --compare @restored" + store);
        run(printed, "restore --dry-run", "restore --dry-run" + store + " @elsewhere");
        run(printed, "collection-status", "collection-status @@repo");
        run(printed, "cleanup", "cleanup @@repo");
        run(printed, "cleanup", "cleanup --force @@repo");
        run(printed, "reclaim", "reclaim @@repo");
        run(printed, "remove-older-than", "retain --keep-last 1 @@repo");
        run(printed, "remove-older-than", "retain --keep-last 1 --force --grace 1D @@repo");
        run(printed, "undo --dry-run", "undo --dry-run @@repo");
        run(printed, "undo", "undo @@repo");

        Map<String, TreeMap<String, Member>> documented = documented();
        assertThat(documented.keySet()).containsAll(printed.keySet());
        printed.forEach((command, outputs) -> {
            TreeMap<String, Member> members = documented.get(command);
            Set<String> everPrinted = new HashSet<>();
            for (TreeMap<String, String> output : outputs) {
                output.forEach((name, type) -> {
                    if (!type.equals("strings") || members.containsKey(name)) {
                        assertThat(members).as(command).containsKey(name);
                        assertThat(type)
                                .as(command + ": " + name)
                                .isIn(members.get(name).type(), "object");
                    }
                });
                everPrinted.addAll(output.keySet());
            }
            members.forEach((name, member) -> {
                if (!member.optional()) {
                    assertThat(everPrinted).as(command).contains(name);
                }
            });
        });
    }

    private void run(Map<String, List<TreeMap<String, String>>> printed, String command, String line) {
        assertThat(shell.run(line + " --json")).as(shell.err()).isIn(0, 1);
        assertThatCode(() -> JsonMembers.of(shell.out())).doesNotThrowAnyException();
        printed.computeIfAbsent(command, key -> new ArrayList<>()).add(JsonMembers.of(shell.out()));
    }

    private Map<String, TreeMap<String, Member>> documented() {
        Map<String, String> groups = new TreeMap<>();
        Map<String, String> commands = new TreeMap<>();
        TABLE.matcher(document)
                .results()
                .forEach(match ->
                        (match.group(1).equals("json") ? commands : groups).put(match.group(2), match.group(3)));
        Map<String, TreeMap<String, Member>> documented = new TreeMap<>();
        commands.forEach((command, table) -> {
            TreeMap<String, Member> members = new TreeMap<>();
            addTable(members, "", false, table, groups);
            documented.put(command, members);
        });
        return documented;
    }

    private static void addTable(
            TreeMap<String, Member> members,
            String prefix,
            boolean optional,
            String table,
            Map<String, String> groups) {
        for (String row : table.lines().skip(2).toList()) {
            String[] cells = row.split("\\|");
            Matcher names = NAME.matcher(cells[1].strip());
            while (names.find() && names.end() > names.start()) {
                String name = prefix + (names.group(1) == null ? "" : names.group(1));
                boolean mayBeAbsent = optional || names.group(3) != null;
                if (names.group(2) == null) {
                    members.put(name, new Member(cells[2].strip(), mayBeAbsent));
                } else {
                    addTable(members, name, mayBeAbsent, groups.get(names.group(2)), groups);
                }
            }
        }
    }
}
