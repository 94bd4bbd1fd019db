package dev.holdfast.core.backup.listing;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.backup.content.BatchTicket;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.page.PageRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in path order until all before them can be listed: a file that is being read holds back what follows.
 * Bounded: where too much waits, the caller waits for the first file. For one thread.
 */
public final class PendingListing {

    private static final long MAX_WAITING_BYTES = 8 << 20;
    private static final int MAX_WAITING_ENTRIES = 20_000;
    private static final int ENTRY_BYTES = 1_200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** @param ticket of a file that is being read; null for what can be listed when its turn comes */
    private record Waiting(@Nullable BatchTicket ticket, int bytes, Runnable lister) {}

    private final ListingWriter listing;
    private final Function<PageRef, ListingCursor> pages;
    private final FileLister lister;
    private final Runnable pause;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long waitingBytes;

    /**
     * @param pages reads a page of the former listing
     * @param lister lists what is no copy
     * @param pause is run whenever an entry that waited was listed, and again and again while a file is awaited
     */
    public PendingListing(
            ListingWriter listing, Function<PageRef, ListingCursor> pages, FileLister lister, Runnable pause) {
        this.listing = listing;
        this.pages = pages;
        this.lister = lister;
        this.pause = pause;
    }

    /** Takes the entry that a cursor stands on as it is. */
    public void copy(ListingCursor former) {
        if (queue.isEmpty()) {
            former.copyTo(listing);
            return;
        }
        Entry entry = former.entry();
        byte[] line = former.line();
        add(null, line.length + ENTRY_BYTES, () -> listing.addLine(entry, line, 0, line.length));
    }

    /**
     * Takes a page of the former listing as it is.
     *
     * @param lastPath of its last entry
     */
    public void copyPage(PageRef page, EntryPath lastPath) {
        if (queue.isEmpty()) {
            list(page, lastPath);
        } else {
            add(null, ENTRY_BYTES, () -> list(page, lastPath));
        }
    }

    private void list(PageRef page, EntryPath lastPath) {
        if (!listing.addPage(page, lastPath)) {
            ListingCursor entries = pages.apply(page);
            while (entries.next()) {
                entries.copyTo(listing);
            }
        }
    }

    public void add(Entry entry) {
        if (queue.isEmpty()) {
            lister.list(entry);
        } else {
            add(null, ENTRY_BYTES, () -> lister.list(entry));
        }
    }

    /** Has a file read, and lists it in its turn. */
    public void add(FileTask task, Batches batches) {
        BatchTicket ticket = batches.add(task);
        add(ticket, ENTRY_BYTES, () -> {
            while (!ticket.await(LONGEST_WAIT)) {
                pause.run();
            }
            lister.list(task);
        });
    }

    private void add(@Nullable BatchTicket ticket, int bytes, Runnable own) {
        waitingBytes += bytes;
        queue.add(new Waiting(ticket, bytes, own));
        drain();
    }

    private void drain() {
        boolean full = waitingBytes > MAX_WAITING_BYTES || queue.size() > MAX_WAITING_ENTRIES;
        // Half is listed at once, so that the wait for the last small batch is rare.
        while (!queue.isEmpty()
                && (isReady(queue.peek())
                        || full && (waitingBytes > MAX_WAITING_BYTES / 2 || queue.size() > MAX_WAITING_ENTRIES / 2))) {
            listFirst();
        }
    }

    private static boolean isReady(Waiting waiting) {
        return waiting.ticket() == null || waiting.ticket().isDone();
    }

    private void listFirst() {
        Waiting first = queue.remove();
        waitingBytes -= first.bytes();
        first.lister().run();
        pause.run();
    }

    /** Lists everything, waiting for all files. */
    public void finish() {
        while (!queue.isEmpty()) {
            listFirst();
        }
    }
}
