package dev.holdfast.core.source;

import dev.holdfast.core.descent.HeldDirectory;
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
final class DirectoryReader {

    /**
     * What a system takes as one path. Holding directories would lead deeper, but nobody could restore it in other
     * ways.
     */
    private static final int MAX_PATH_BYTES = 4_095;

    private final MetadataReader reader;
    private final EntryFilter filter;
    private final @Nullable LinkFollower links;
    private final AtomicLong sockets = new AtomicLong();

    /** @param links null if symbolic links are kept as they are */
    DirectoryReader(MetadataReader reader, EntryFilter filter, @Nullable LinkFollower links) {
        this.reader = reader;
        this.filter = filter;
        this.links = links;
    }

    long sockets() {
        return sockets.get();
    }

    /** Lists a directory and reads its first page. */
    DirectoryPage first(SourceEntry directory) {
        NameList names = new NameList();
        try (HeldDirectory place = directory.reachInto();
                DirectoryEntries stream = DirectoryEntries.of(place.path())) {
            for (Path path = stream.next(); path != null; path = stream.next()) {
                names.add(PathBytes.nameOf(path));
            }
        } catch (IOException e) {
            return failed(e);
        }
        return next(directory, names.sort(), 0);
    }

    private static DirectoryPage failed(IOException error) {
        return DirectoryPage.failed(SourceProblem.whileReading("listing the directory", Kind.UNLISTABLE, error));
    }

    /** Reads the page that begins at a place. */
    DirectoryPage next(SourceEntry directory, NameList names, int from) {
        int to = Math.min(names.size(), from + pageSize(directory));
        List<SourceEntry> entries = new ArrayList<>(to - from);
        BitSet scanned = new BitSet();
        try (HeldDirectory place = directory.reachInto()) {
            for (int i = from; i < to; i++) {
                byte[] name = names.get(i);
                SourceEntry entry = read(directory.child(name), place, name);
                if (entry == null) {
                    continue;
                }
                Decision decision = entry.hasMetadata() ? filter.decide(entry) : Decision.INCLUDE;
                if (decision == Decision.INCLUDE) {
                    entries.add(entry);
                } else if (decision == Decision.SCAN && entry.isDirectory()) {
                    scanned.set(entries.size());
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            // The directory cannot be reached any more, and so nothing in it.
            for (int i = from; i < to; i++) {
                entries.add(directory.child(names.get(i)).with(whileReading(e)));
            }
        }
        return new DirectoryPage(names, to, entries, scanned, null);
    }

    private static SourceProblem whileReading(IOException error) {
        return SourceProblem.whileReading("reading the attributes", Kind.UNREADABLE, error);
    }

    /** @return null for what no snapshot keeps */
    private @Nullable SourceEntry read(SourceEntry entry, HeldDirectory directory, byte[] name) {
        try {
            if (entry.path().bytes().length > MAX_PATH_BYTES) {
                throw new FileSystemException(entry.path().toString(), null, "its path is too long");
            }
            Optional<SourceEntry> found = reader.read(directory, name).map(entry::with);
            if (links != null) {
                found = found.flatMap(links::follow);
            }
            if (found.isEmpty()) {
                countUnkept(entry, PathBytes.child(directory.path(), name));
            }
            return found.orElse(null);
        } catch (IOException e) {
            return entry.with(whileReading(e));
        }
    }

    /** Counts a socket that would be kept if it were a file: what the user leaves out is not worth a word. */
    private void countUnkept(SourceEntry entry, Path place) throws IOException {
        if (filter.decide(entry.with(reader.ofUnkept(place))) == Decision.INCLUDE) {
            sockets.incrementAndGet();
        }
    }

    /** Every directory on the way down holds a page, so pages shrink with depth. */
    static int pageSize(SourceEntry directory) {
        int depth = directory.path().depth();
        return depth < 8 ? 256 : depth < 64 ? 64 : 16;
    }
}
