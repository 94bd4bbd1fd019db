package dev.holdfast.examples.command.line;

import java.util.List;

/** What {@code --help} prints. */
public final class HelpText {

    private static final int COLUMN = 26;

    private HelpText() {}

    /** All commands. */
    public static String overview() {
        StringBuilder text = new StringBuilder("holdfast COMMAND [options] ...\n\n");
        for (Verb verb : Verb.values()) {
            line(text, String.join(", ", verb.names()), verb.help());
        }
        return text.append(
                        "\nhelp COMMAND explains its options, which may stand anywhere. Without a command, SOURCE URL backs up"
                                + " and URL DEST restores.\n")
                .append("A URL is file:///directory, s3://bucket/prefix or memory:.\n")
                .append(
                        "A TIME is now, 2026-11-23T08:00:00+01:00, 2026-11-23 (from 1901 to 2099) or an age such as 3D or"
                                + " 1h30m\n(s m h D W, M of 30 days, Y of 365).\n")
                .append("Exit codes: 0 done; 1 differences, or some files failed; 2 usage or settings; 3 not found;"
                        + " 4 another writer;\n5 key missing or wrong; 6 damaged; 7 store failed; 8 not thawed yet; 70 internal error;"
                        + " 130 interrupted.\n")
                .toString();
    }

    /** @param operands at most one, the name of a command */
    public static String about(List<Word> operands) {
        if (operands.isEmpty()) {
            return overview();
        }
        Verb verb = Parsing.named(operands.get(0).toString());
        if (verb == null) {
            throw new UsageException("unknown command \"" + operands.get(0) + "\"");
        }
        return of(verb);
    }

    public static String of(Verb verb) {
        StringBuilder text = new StringBuilder("holdfast ")
                .append(String.join("|", verb.names()))
                .append(" [options] ")
                .append(verb.operands())
                .append("\n  ")
                .append(verb.help())
                .append("\n\n");
        for (Option option : verb.options()) {
            line(text, option.synopsis(), option.help(verb));
        }
        if (verb.options().contains(Option.SECRET_KEY)) {
            text.append(
                    "\nWithout any key option, the environment's PASSPHRASE opens and seals symmetrically; the secret"
                            + " key in HOLDFAST_SECRET_KEY\nor ~/.config/holdfast/secret.asc opens.\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String left, String right) {
        text.append("  ").append(left);
        if (left.length() < COLUMN) {
            text.append(" ".repeat(COLUMN - left.length()));
        } else {
            text.append("\n  ").append(" ".repeat(COLUMN));
        }
        text.append(right).append('\n');
    }
}
