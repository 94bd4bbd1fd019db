package dev.holdfast.examples.command;

import dev.holdfast.examples.command.line.Word;
import dev.holdfast.pgp.OpenPgpKeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command inside the test, in a directory with a key pair, and keeps what it printed. */
final class Shell {

    private static final OpenPgpKeyPair PAIR =
            OpenPgpKeyPair.generate("Test", null, new SecureRandom(), Clock.systemUTC());

    private final Path directory;
    private final Map<String, Word> environment = new HashMap<>();
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private String out = "";
    private String err = "";

    Shell(Path directory) {
        this.directory = directory;
        environment.put("HOME", Word.of(directory.resolve("home").toString()));
        write("public.asc", PAIR.certificate());
        write("secret.asc", PAIR.secretKey());
    }

    Shell with(String variable, String value) {
        return with(variable, Word.of(value));
    }

    Shell with(String variable, Word value) {
        environment.put(variable, value);
        return this;
    }

    /**
     * @param command words separated by blanks; an {@code @} at the start of a word, or behind its {@code =}, becomes
     *     the directory, {@code @@} its URL
     */
    int run(String command) {
        List<Word> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(Word.of(word.replace("@@", directory.toUri().toString()).replace("@", directory + "/")));
        }
        return run(words);
    }

    int run(List<Word> words) {
        outBytes.reset();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        PrintStream outStream = new PrintStream(outBytes, false, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(errBytes, false, StandardCharsets.UTF_8);
        int code = new HoldfastCommand(environment, outStream, errStream, 0).run(words);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return code;
    }

    String out() {
        return out;
    }

    byte[] outBytes() {
        return outBytes.toByteArray();
    }

    String err() {
        return err;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] content) {
        try {
            Files.createDirectories(path(name).getParent());
            return Files.write(path(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
