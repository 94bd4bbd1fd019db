package dev.holdfast.examples.command.process;

import dev.holdfast.examples.command.line.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exact bytes that this process was started with, where the system shows them; otherwise what the JVM made of them.
 */
public final class ProcessWords {

    private static final String HOME = "HOME";
    private static final Word NOTHING = Word.of("");

    private ProcessWords() {}

    /** @param args as {@code main} got them: the last words of the command line */
    public static List<Word> arguments(String[] args) {
        List<Word> all = read("/proc/self/cmdline");
        if (all.size() > args.length) {
            return all.subList(all.size() - args.length, all.size());
        }
        List<Word> words = new ArrayList<>(args.length);
        for (String arg : args) {
            words.add(Word.of(arg));
        }
        return words;
    }

    /** {@code HOME}, which some schedulers do not set, is the one that the system knows. */
    public static Map<String, Word> environment() {
        Map<String, Word> environment = new HashMap<>();
        List<Word> all = read("/proc/self/environ");
        for (Word word : all) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                environment.put(word.part(0, equals).toString(), word.from(equals + 1));
            }
        }
        if (all.isEmpty()) {
            for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
                environment.put(entry.getKey(), Word.of(entry.getValue()));
            }
        }
        if (environment.getOrDefault(HOME, NOTHING).isEmpty()) {
            String home = System.getProperty("user.home", "");
            if (home.startsWith("/")) {
                environment.put(HOME, Word.of(home));
            }
        }
        return environment;
    }

    /** Words that each end in a NUL; none if there is no such file. */
    private static List<Word> read(String file) {
        List<Word> words = new ArrayList<>();
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            return words;
        }
        try {
            byte[] bytes = Files.readAllBytes(path);
            Word all = Word.ofBytes(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == 0) {
                    words.add(all.part(start, i));
                    start = i + 1;
                }
            }
        } catch (IOException e) {
            return new ArrayList<>();
        }
        return words;
    }
}
