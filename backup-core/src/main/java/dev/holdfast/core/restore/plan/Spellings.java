package dev.holdfast.core.restore.plan;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.failure.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names inside the target that its file system may take for one. Where it ignores case, all are remembered, otherwise
 * those that Unicode can spell in two ways; until their directory is left. For one thread.
 */
public final class Spellings {

    private record Names(boolean ignoresCase, Map<String, EntryPath> paths) {}

    private final Map<EntryPath, Names> directories = new HashMap<>();

    public void enter(EntryPath directory, boolean ignoresCase) {
        directories.computeIfAbsent(directory, path -> new Names(ignoresCase, new HashMap<>()));
    }

    public void leave(EntryPath directory) {
        directories.remove(directory);
    }

    public boolean ignoresCase(EntryPath directory) {
        Names names = directories.get(directory);
        return names != null && names.ignoresCase();
    }

    /**
     * Remembers a path; what was remembered in the same directory before under a name that may be taken for its own.
     */
    public Optional<EntryPath> remember(EntryPath path) {
        Names names = directories.get(path.parent().orElse(EntryPath.ROOT));
        String key = names == null ? null : key(path.name(), names.ignoresCase());
        if (names == null || key == null) {
            return Optional.empty();
        }
        EntryPath other = names.paths().put(key, path);
        return Optional.ofNullable(other).filter(before -> !before.equals(path));
    }

    /** Why nothing is put where another entry has the place. */
    public static Problem reason(EntryPath other) {
        return new Problem(
                Kind.CONFLICT,
                "the target's file system takes its name for that of \"" + other
                        + "\"; restore it by itself, elsewhere or under another name");
    }

    /** Why nothing is put into a directory of which another entry has the place. */
    public static Problem reasonBelow(EntryPath directory, Problem problem) {
        return new Problem(problem.kind(), "\"" + directory + "\" was left out: " + problem.reason());
    }

    /**
     * What all spellings of a name have in common; more than a file system may think, never less. Null if there is one
     * spelling.
     */
    private static @Nullable String key(byte[] name, boolean ignoresCase) {
        String text = new String(name, StandardCharsets.UTF_8);
        if (!ignoresCase) {
            return Normalizer.isNormalized(text, Form.NFC) && Normalizer.isNormalized(text, Form.NFD)
                    ? null
                    : Normalizer.normalize(text, Form.NFD);
        }
        String folded =
                Normalizer.normalize(text, Form.NFD).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        // Systems that ignore case mostly ignore these as well.
        return Normalizer.normalize(folded, Form.NFD).replaceAll("[. ]+$", "");
    }
}
