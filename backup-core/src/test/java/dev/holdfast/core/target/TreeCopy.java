package dev.holdfast.core.target;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.EntryFilter;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.Scanner;
import dev.holdfast.core.source.SourceEntry;
import dev.holdfast.core.source.SourceFile;
import dev.holdfast.core.source.SourceFile.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A backup that is restored at once: what the scanner reads is what the target writes. */
public final class TreeCopy {

    private final Posix posix;
    private final TargetDirectory target;
    private final List<String> shortfalls = new ArrayList<>();
    private final Map<Long, EntryPath> linked = new HashMap<>();

    private TreeCopy(Posix posix, TargetDirectory target) {
        this.posix = posix;
        this.target = target;
    }

    /** Copies the first argument to the second one and prints what could not be copied, a line each. */
    public static void main(String[] arguments) throws Exception {
        copy(Path.of(arguments[0]), Path.of(arguments[1]), Posix.best(), Ownership.BY_NAME)
                .forEach(System.out::println);
    }

    static List<String> copy(Path from, Path to, Posix posix, Ownership ownership)
            throws IOException, InterruptedException {
        try (Scanner scanner = Scanner.open(from, EntryFilter.EVERYTHING, posix, Runnable::run);
                TargetDirectory target = TargetDirectory.open(to, posix, ownership)) {
            TreeCopy copy = new TreeCopy(posix, target);
            Deque<SourceEntry> directories = new ArrayDeque<>();
            for (SourceEntry entry = scanner.next(); entry != null; entry = scanner.next()) {
                if (entry.hasMetadata() && entry.metadata().type() == EntryType.DIRECTORY) {
                    target.createDirectory(entry.path());
                    directories.push(entry);
                } else {
                    copy.one(entry);
                }
            }
            for (SourceEntry directory : directories) {
                copy.note(directory.path(), target.finishDirectory(directory.path(), directory.details()));
            }
            return copy.shortfalls;
        }
    }

    private void one(SourceEntry entry) throws IOException {
        if (!entry.hasMetadata()) {
            shortfalls.add(entry.path() + ": " + entry.problem().orElseThrow().kind());
            return;
        }
        FileMetadata metadata = entry.details();
        EntryPath first = metadata.links() > 1 ? linked.putIfAbsent(metadata.inode(), entry.path()) : null;
        if (first != null) {
            try (NewEntry link = target.newHardLink(entry.path(), first)) {
                link.commit(WhenExists.FAIL);
            }
        } else if (metadata.type() == EntryType.FILE) {
            file(entry, metadata);
        } else {
            try (NewEntry special = target.newSpecial(entry.path(), metadata)) {
                note(entry.path(), special.apply(metadata));
                special.commit(WhenExists.FAIL);
            } catch (UnsupportedOperationException e) {
                shortfalls.add(entry.path() + ": " + e.getMessage());
            }
        }
    }

    private void file(SourceEntry entry, FileMetadata metadata) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
        try (SourceFile source = SourceFile.open(entry, posix);
                NewFile file = target.newFile(entry.path())) {
            while (true) {
                source.skipHole();
                long at = source.position();
                if (source.read(buffer.clear()) < 0) {
                    break;
                }
                file.write(buffer.flip(), at);
            }
            if (source.outcome() != Outcome.STABLE) {
                shortfalls.add(entry.path() + ": " + source.outcome());
            }
            file.finish(metadata.sizeBytes());
            note(entry.path(), file.apply(metadata));
            file.commit(WhenExists.FAIL);
        }
    }

    private void note(EntryPath path, List<Unapplied> unapplied) {
        unapplied.forEach(part -> shortfalls.add(path + ": " + part.kind() + " " + part.message()));
    }
}
