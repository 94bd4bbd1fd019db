package dev.holdfast.core.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Runs a class with a {@code main} on this test's class path in a JVM with another locale or fewer jars. */
public final class ChildJvm {

    private final List<String> classPath;
    private final String locale;

    private ChildJvm(List<String> classPath, String locale) {
        this.classPath = classPath;
        this.locale = locale;
    }

    public static ChildJvm withLocale(String locale) {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ChildJvm(List.of(whole.split(java.io.File.pathSeparator)), locale);
    }

    /** @param fileName which jars to leave out, by file name */
    public ChildJvm without(Predicate<String> fileName) {
        return new ChildJvm(
                classPath.stream()
                        .filter(entry ->
                                !fileName.test(Path.of(entry).getFileName().toString()))
                        .toList(),
                locale);
    }

    /**
     * @return what it printed, trimmed
     * @throws AssertionError if its exit code is not 0
     */
    public String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", String.join(":", classPath)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        int code = process.waitFor();
        if (code != 0) {
            throw new AssertionError(main.getSimpleName() + " ended with " + code + ":\n" + output);
        }
        return output;
    }
}
