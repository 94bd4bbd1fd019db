package dev.holdfast.core.source;

import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.source.EntryFilter.Decision;
import dev.holdfast.core.source.SourceProblem.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lists directories and reads what they hold, page by page. Thread-safe. */
final class PageReader {

    /** What a system takes as one path. Holding directories would lead deeper, but nobody could restore it in other ways. */
    private static final int MAX_PATH_BYTES = 4_095;

    private final MetadataReader reader;
    private final EntryFilter filter;
    private final @Nullable LinkFollower links;
    private final AtomicLong sockets = new AtomicLong();

    /** @param links null if symbolic links are kept as they are */
    PageReader(MetadataReader reader, EntryFilter filter, @Nullable LinkFollower links) {
        this.reader = reader;
        this.filter = filter;
        this.links = links;
    }

    long sockets() {
        return sockets.get();
    }

    /** Lists a directory and reads its first page. */
    Page first(SourceEntry directory) {
        NameList names = new NameList();
        try (HeldPath place = directory.reachInto();
                DirectoryEntries stream = DirectoryEntries.of(place.path())) {
            for (Path path = stream.next(); path != null; path = stream.next()) {
                names.add(PathBytes.nameOf(path));
            }
        } catch (IOException e) {
            return failed(e);
        }
        return next(directory, names.sort(), 0);
    }

    private static Page failed(IOException error) {
        return Page.failed(SourceProblem.whileReading("listing the directory", Kind.UNLISTABLE, error));
    }

    /** Reads the page that begins at a place. */
    Page next(SourceEntry directory, NameList names, int from) {
        int to = Math.min(names.size(), from + pageSize(directory));
        List<SourceEntry> entries = new ArrayList<>(to - from);
        BitSet scanned = new BitSet();
        for (int i = from; i < to; i++) {
            Optional<SourceEntry> found = read(directory, names.get(i));
            if (found.isEmpty()) {
                if (isWanted(directory, names.get(i))) {
                    sockets.incrementAndGet();
                }
                continue;
            }
            SourceEntry entry = found.get();
            Decision decision = entry.hasMetadata() ? filter.decide(entry) : Decision.INCLUDE;
            if (decision == Decision.INCLUDE) {
                entries.add(entry);
            } else if (decision == Decision.SCAN && entry.isDirectory()) {
                scanned.set(entries.size());
                entries.add(entry);
            }
        }
        return new Page(names, to, entries, scanned, null);
    }

    /** Whether a socket would be kept if it were a file: what the user leaves out is not worth a word. */
    private boolean isWanted(SourceEntry directory, byte[] name) {
        SourceEntry entry = directory.child(name);
        try (HeldPath place = entry.reach()) {
            return filter.decide(entry.with(reader.ofUnkept(place.path()))) == Decision.INCLUDE;
        } catch (IOException e) {
            return false;
        }
    }

    /** Every directory on the way down holds a page, so pages shrink with depth. */
    static int pageSize(SourceEntry directory) {
        int depth = directory.path().depth();
        return depth < 8 ? 256 : depth < 64 ? 64 : 16;
    }

    private Optional<SourceEntry> read(SourceEntry directory, byte[] name) {
        SourceEntry entry = directory.child(name);
        try (HeldPath place = entry.reach()) {
            if (entry.path().bytes().length > MAX_PATH_BYTES) {
                throw new FileSystemException(entry.path().toString(), null, "its path is too long");
            }
            Optional<SourceEntry> found = reader.read(place.path()).map(entry::with);
            return links == null ? found : found.flatMap(links::follow);
        } catch (IOException e) {
            return Optional.of(entry.with(SourceProblem.whileReading("reading the attributes", Kind.UNREADABLE, e)));
        }
    }
}
