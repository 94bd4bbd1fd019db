package dev.holdfast.core.target;

import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out whether a directory takes names that differ only in the case of letters for one. */
final class CaseProbe {

    /** So many names are looked at for one with letters. */
    private static final int MAX_NAMES = 16;

    private final Posix posix;

    CaseProbe(Posix posix) {
        this.posix = posix;
    }

    /** What the names in a directory tell; nothing if it has none with letters. */
    Optional<Boolean> ofNamesIn(Path directory) throws IOException {
        int looked = 0;
        try (DirectoryEntries paths = DirectoryEntries.of(directory)) {
            for (Path path = paths.next(); path != null; path = paths.next()) {
                Optional<Boolean> answer = of(directory, PathBytes.nameOf(path));
                if (answer.isPresent() || ++looked == MAX_NAMES) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    /** @param name of something that is there */
    Optional<Boolean> of(Path directory, byte[] name) throws IOException {
        byte[] other = name.clone();
        boolean letters = false;
        for (int i = 0; i < name.length; i++) {
            int lower = name[i] | 0x20;
            if (lower >= 'a' && lower <= 'z') {
                other[i] ^= 0x20;
                letters = true;
            }
        }
        if (!letters) {
            return Optional.empty();
        }
        Optional<Posix.Status> found = posix.find(PathBytes.child(directory, name));
        return found.map(status -> isOne(status, PathBytes.child(directory, other)));
    }

    private boolean isOne(Posix.Status status, Path other) {
        try {
            return posix.find(other)
                    .filter(found -> found.identity().equals(status.identity()))
                    .isPresent();
        } catch (IOException e) {
            // No name for this file system.
            return false;
        }
    }
}
