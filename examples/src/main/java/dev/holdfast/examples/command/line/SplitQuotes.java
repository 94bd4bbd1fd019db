package dev.holdfast.examples.command.line;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts together what a shell has split. In {@code COMPRESSION="--gpg-options='-z 9'"} the inner quotes are plain
 * characters to a shell, so an unquoted {@code ${COMPRESSION}} arrives as two words with a quote in each. Only the
 * value of {@code --gpg-options} is treated so.
 */
final class SplitQuotes {

    private static final String NAME = "--gpg-options";

    private SplitQuotes() {}

    /** @throws UsageException if a quote is opened and not closed */
    static List<Word> rejoin(List<Word> words) {
        List<Word> joined = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean attached = word.startsWith(NAME + "=");
            Word value = attached ? word.from(NAME.length() + 1) : word;
            boolean isValue = attached || i > 0 && words.get(i - 1).is(NAME);
            if (!isValue || !value.startsWith("'") && !value.startsWith("\"")) {
                joined.add(word);
                continue;
            }
            byte quote = value.bytes()[0];
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(value.bytes());
            while (whole.size() < 2 || last(whole) != quote) {
                if (++i == words.size()) {
                    throw new UsageException(NAME + " " + value + " ... opens a quote that no later word closes");
                }
                whole.write(' ');
                whole.writeBytes(words.get(i).bytes());
            }
            Word content = Word.ofBytes(whole.toByteArray()).part(1, whole.size() - 1);
            if (!attached) {
                joined.add(content);
                continue;
            }
            joined.add(Word.of(NAME));
            joined.add(content);
        }
        return joined;
    }

    private static byte last(ByteArrayOutputStream bytes) {
        return bytes.toByteArray()[bytes.size() - 1];
    }
}
