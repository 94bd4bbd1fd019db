package dev.holdfast.core.backup.plan;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.selection.OwnPlaces;
import dev.holdfast.core.selection.SourceFilter;
import dev.holdfast.core.source.Scanner;
import dev.holdfast.core.source.SourceEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All sources of a backup as one sequence in path order. Where a named source is put into the tree of the root, the
 * named one counts. For one thread.
 */
public final class Sources implements AutoCloseable {

    /** One source, and what it gives next. */
    private static final class Feed {
        final EntryPath at;
        final @Nullable Scanner scanner;
        final @Nullable SourceFilter filter;

        @Nullable
        SourceItem head;

        Feed(EntryPath at, @Nullable Scanner scanner, @Nullable SourceFilter filter) {
            this.at = at;
            this.scanner = scanner;
            this.filter = filter;
        }

        static Feed of(SourceItem item) {
            Feed feed = new Feed(item.path(), null, null);
            feed.head = item;
            return feed;
        }
    }

    private final List<Feed> feeds = new ArrayList<>();
    private final List<EntryPath> named = new ArrayList<>();

    private Sources() {}

    /** @param own is left out of each of them */
    public static Sources open(BackupPlan plan, OwnPlaces own, Posix posix, Executor executor) {
        Sources sources = new Sources();
        try {
            TreeSet<EntryPath> madeUp = new TreeSet<>();
            for (BackupPlan.Source source : plan.sources()) {
                for (EntryPath up = sources.add(source, own, posix, executor); !up.isRoot(); ) {
                    up = up.parent().orElse(EntryPath.ROOT);
                    madeUp.add(up);
                }
            }
            for (EntryPath path : madeUp) {
                sources.feeds.add(Feed.of(new SourceItem(path, null, null)));
            }
            // At equal paths, what comes first counts: named sources, then the root's own directories, then made-up
            // ones.
            sources.feeds.sort(Comparator.comparingInt(Sources::rank));
            return sources;
        } catch (RuntimeException | Error e) {
            sources.close();
            throw e;
        }
    }

    private static int rank(Feed feed) {
        boolean madeUp = feed.scanner == null && feed.head != null && feed.head.isMadeUp();
        return madeUp ? 2 : feed.at.isRoot() ? 1 : 0;
    }

    /** @return the path of its first entry */
    private EntryPath add(BackupPlan.Source source, OwnPlaces own, Posix posix, Executor executor) {
        if (!source.at().isRoot()) {
            named.add(source.at());
        }
        Path root = source.root();
        if (root == null) {
            feeds.add(Feed.of(new SourceItem(source.at(), null, Objects.requireNonNull(source.stream()))));
            return source.at();
        }
        try {
            own.requireOutside(root, posix);
            SourceFilter filter = SourceFilter.of(source.selection(), root, own);
            boolean followLinks = source.selection().isFollowingLinks();
            Feed feed = new Feed(source.at(), Scanner.open(root, filter, followLinks, posix, executor), filter);
            feeds.add(feed);
            advance(feed);
            return feed.head == null ? source.at() : feed.head.path();
        } catch (NoSuchFileException e) {
            throw new NotFoundException("there is no source " + root + "; nothing was backed up", e);
        } catch (IOException e) {
            throw new NotFoundException(
                    "cannot read the source " + root + ": " + Reasons.of(e) + "; nothing was backed up", e);
        }
    }

    private static void advance(Feed feed) {
        if (feed.scanner == null) {
            feed.head = null;
            return;
        }
        try {
            SourceEntry entry = feed.scanner.next();
            feed.head = entry == null ? null : new SourceItem(place(entry, feed.at, feed.scanner), entry, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while reading directories", e);
        }
    }

    /** A file gets the very path that was given for it; where none was, it keeps its name. */
    private static EntryPath place(SourceEntry entry, EntryPath at, Scanner scanner) {
        return scanner.isFile() && !at.isRoot() ? at : entry.path().below(at);
    }

    /** The next item, or null behind the last. */
    @Nullable
    public SourceItem next() {
        while (true) {
            Feed least = null;
            for (Feed feed : feeds) {
                SourceItem head = feed.head;
                if (head != null
                        && (least == null
                                || head.path()
                                                .compareTo(Objects.requireNonNull(least.head)
                                                        .path())
                                        < 0)) {
                    least = feed;
                }
            }
            if (least == null) {
                return null;
            }
            SourceItem item = Objects.requireNonNull(least.head);
            for (Feed feed : feeds) {
                if (feed.head != null && feed.head.path().equals(item.path())) {
                    advance(feed);
                }
            }
            if (!isCovered(item, least)) {
                return item;
            }
        }
    }

    /** Whether a named source lies where the root's tree has something. */
    private boolean isCovered(SourceItem item, Feed feed) {
        if (!feed.at.isRoot() || feed.scanner == null) {
            return false;
        }
        for (EntryPath path : named) {
            if (item.path().startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    /** Sockets that were left out so far. */
    public long sockets() {
        long sockets = 0;
        for (Feed feed : feeds) {
            sockets += feed.scanner == null ? 0 : feed.scanner.sockets();
        }
        return sockets;
    }

    /** Places where the backup itself writes that were left out so far. */
    public List<Path> ownPlaces() {
        return feeds.stream()
                .flatMap(feed -> feed.filter == null ? Stream.empty() : feed.filter.ownPlaces().stream())
                .toList();
    }

    @Override
    public void close() {
        for (Feed feed : feeds) {
            if (feed.scanner != null) {
                feed.scanner.close();
            }
        }
    }
}
