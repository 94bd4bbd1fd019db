package dev.holdfast.core.backup.compare;

import dev.holdfast.core.backup.content.BatchTicket;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in path order until all before them can be listed: a file that is being read holds back what follows. Bounded:
 * where too much waits, the caller waits for the first file. For one thread.
 */
public final class PendingListing {

    private static final long MAX_WAITING_BYTES = 8 << 20;
    private static final int MAX_WAITING_ENTRIES = 20_000;
    private static final int ENTRY_BYTES = 1_200;

    /** Exactly one of line, entry and task is there. */
    private record Waiting(
            @Nullable Entry entry,
            byte @Nullable [] line,
            @Nullable FileTask task,
            @Nullable BatchTicket ticket) {}

    private final ListingWriter listing;
    private final Consumer<Entry> entryLister;
    private final Consumer<FileTask> lister;
    private final Runnable listed;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long waitingBytes;

    /**
     * @param entryLister lists an entry that was made
     * @param lister lists a file that was read
     * @param listed is run whenever an entry that waited was listed
     */
    public PendingListing(
            ListingWriter listing, Consumer<Entry> entryLister, Consumer<FileTask> lister, Runnable listed) {
        this.listing = listing;
        this.entryLister = entryLister;
        this.lister = lister;
        this.listed = listed;
    }

    /** Takes the entry that a cursor stands on as it is. */
    public void copy(ListingCursor former) {
        if (queue.isEmpty()) {
            former.copyTo(listing);
            return;
        }
        byte[] line = former.line();
        waitingBytes += line.length + ENTRY_BYTES;
        queue.add(new Waiting(former.entry(), line, null, null));
        drain();
    }

    public void add(Entry entry) {
        if (queue.isEmpty()) {
            entryLister.accept(entry);
            return;
        }
        waitingBytes += ENTRY_BYTES;
        queue.add(new Waiting(entry, null, null, null));
        drain();
    }

    /** Has a file read, and lists it in its turn. */
    public void add(FileTask task, Batches batches) {
        waitingBytes += ENTRY_BYTES;
        queue.add(new Waiting(null, null, task, batches.add(task)));
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
        waitingBytes -= ENTRY_BYTES;
        FileTask task = first.task();
        byte[] line = first.line();
        if (task != null) {
            Objects.requireNonNull(first.ticket()).await();
            lister.accept(task);
        } else if (line != null) {
            waitingBytes -= line.length;
            listing.addLine(Objects.requireNonNull(first.entry()).path(), line, 0, line.length);
        } else {
            entryLister.accept(Objects.requireNonNull(first.entry()));
        }
        listed.run();
    }

    /** Lists everything, waiting for all files. */
    public void finish() {
        while (!queue.isEmpty()) {
            listFirst();
        }
    }
}
