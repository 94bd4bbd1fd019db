package dev.holdfast.core.selection;

import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.Scanner;
import dev.holdfast.core.source.SourceEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is selected below a root. */
final class Selected {

    private Selected() {}

    static List<String> below(Path root, Selection selection) {
        List<String> paths = new ArrayList<>();
        for (SourceEntry entry : entries(root, selection)) {
            if (!entry.path().isRoot()) {
                paths.add(entry.path().toString());
            }
        }
        return paths;
    }

    static List<SourceEntry> entries(Path root, Selection selection) {
        List<SourceEntry> entries = new ArrayList<>();
        try (Scanner scanner = Scanner.open(
                root, SelectionFilter.of(selection, root), selection.isFollowingLinks(), Posix.jdk(), Runnable::run)) {
            for (SourceEntry entry = scanner.next(); entry != null; entry = scanner.next()) {
                entries.add(entry);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return entries;
    }
}
