package dev.holdfast.core.state;

import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.failure.FirstFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the repositories lie that have local state here and were written to from here: what is empty at such a place
 * was not so before. What cannot be read or written counts as absent. Thread-safe.
 */
public final class KnownPlaces {

    private static final Logger LOG = LoggerFactory.getLogger(KnownPlaces.class);
    private static final String FILE = "places";

    private final Path localState;
    private final FirstFailure failures = new FirstFailure();

    /** @param localState of all repositories, a directory for each */
    public KnownPlaces(Path localState) {
        this.localState = localState;
    }

    /**
     * The local state of a repository that lay at a place.
     *
     * @param place as the storage describes itself
     */
    public Optional<Path> at(String place) {
        try (DirectoryEntries repositories = DirectoryEntries.of(localState)) {
            for (Path repository = repositories.next(); repository != null; repository = repositories.next()) {
                if (places(repository).contains(line(place))) {
                    return Optional.of(repository);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // No local state.
        } catch (IOException e) {
            failures.tell(LOG, "cannot read which repositories are known below " + localState, e);
        }
        return Optional.empty();
    }

    /** Remembers that a repository, which has local state already, lies at a place. */
    public void remember(String repository, String place) {
        Path directory = localState.resolve(repository);
        try {
            if (!places(directory).contains(line(place))) {
                Files.writeString(
                        directory.resolve(FILE),
                        line(place) + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot remember the place of the repository below " + directory, e);
        }
    }

    private static List<String> places(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }

    private static String line(String place) {
        return place.replaceAll("\\p{Cntrl}", "?");
    }
}
