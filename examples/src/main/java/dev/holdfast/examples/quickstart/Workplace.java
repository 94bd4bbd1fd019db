package dev.holdfast.examples.quickstart;

import dev.holdfast.api.error.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where the quickstart's things lie: below the {@code target} directory that its program was built in. */
final class Workplace {

    private final Path program;
    private final Path base;

    private Workplace(Path program) {
        this.program = program;
        Path target = program.getParent();
        this.base = (target == null ? program : target).resolve("quickstart");
    }

    static Workplace ofThisProgram() {
        return new Workplace(programFile());
    }

    /** Makes it, without what an earlier run has left. */
    void prepare() throws IOException {
        deleteTree(base);
        Files.createDirectories(base);
    }

    /** The jar, or the directory of classes, that this class comes from. */
    private static Path programFile() {
        try {
            URI location = Workplace.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program lies at no path", e);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * The checkout that the program was built in.
     *
     * @throws ConfigurationException if it was not built in one
     */
    Path checkout() {
        Path directory = program.getParent();
        for (int i = 0; i < 2 && directory != null; i++) {
            directory = directory.getParent();
        }
        if (directory == null || !Files.exists(directory.resolve("pom.xml"))) {
            throw new ConfigurationException("there is no checkout around " + program
                    + " to show a backup of; name a directory: quickstart DIR");
        }
        return directory;
    }

    Path program() {
        return program;
    }

    Path base() {
        return base;
    }

    Path source() {
        return base.resolve("source");
    }

    Path publicKey() {
        return base.resolve("key").resolve("public.asc");
    }

    Path secretKey() {
        return base.resolve("secret-key-kept-elsewhere").resolve("secret.asc");
    }

    Path repository() {
        return base.resolve("repository");
    }

    Path localState() {
        return base.resolve("local-state");
    }

    Path restored() {
        return base.resolve("restored");
    }
}
