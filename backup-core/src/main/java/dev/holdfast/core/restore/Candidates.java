package dev.holdfast.core.restore;

import dev.holdfast.core.arrival.Arrival;
import dev.holdfast.core.arrival.Candidate;
import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.Planning;
import dev.holdfast.core.work.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries that wait to be restored, so that it is decided about many at a time what to do where something is in their
 * way. Then files without content and what is no file are made, and the content of the others is planned for the
 * window. A large file does not wait. For one thread.
 */
final class Candidates {

    /** A file with more content is planned by itself; others wait for each other. */
    private static final long LARGE_BYTES = 16L << 20;

    private static final int MAX_WAITING = 8_192;

    /** The workers shall not wait until many pages are read. */
    private static final int FIRST_WAITING = 512;

    private static final int BATCH = 64;

    private final OpenSnapshot snapshot;
    private final Workers workers;
    private final InFlight work;
    private final Conflicts conflicts;
    private final Finisher finisher;
    private final Window window;
    private List<Candidate> waiting = new ArrayList<>();
    private long waitingBytes;
    private int limit = FIRST_WAITING;

    Candidates(RestoreTools tools) {
        this.snapshot = tools.snapshot();
        this.workers = tools.workers();
        this.work = tools.work();
        this.conflicts = tools.conflicts();
        this.finisher = tools.finisher();
        this.window = new Window(tools);
    }

    void add(Candidate candidate) {
        Entry entry = candidate.entry();
        if (entry.sizeBytes() >= LARGE_BYTES || candidate.content().pages() != null) {
            if (conflicts.mustWrite(candidate)) {
                plan(candidate);
            }
            return;
        }
        waiting.add(candidate);
        waitingBytes += entry.sizeBytes();
        if (waiting.size() >= limit || waitingBytes >= Planning.WINDOW_BYTES) {
            limit = Math.min(MAX_WAITING, 2 * limit);
            restoreWaiting();
        }
    }

    /** Restores all that waits, and returns when it is done. */
    void complete() {
        restoreWaiting();
        work.await();
    }

    /** Looks at what is in the way, many entries at a time, and plans what must be written. */
    private void restoreWaiting() {
        List<Candidate> all = waiting;
        waiting = new ArrayList<>();
        waitingBytes = 0;
        List<Candidate> accepted = all;
        if (all.stream().anyMatch(candidate -> !candidate.fresh())) {
            accepted = accept(all);
        }
        List<Candidate> without = new ArrayList<>();
        for (Candidate candidate : accepted) {
            if (candidate.isFile() && candidate.entry().sizeBytes() > 0) {
                plan(candidate);
            } else {
                without.add(candidate);
                if (without.size() == BATCH) {
                    makeWithoutContent(without);
                    without = new ArrayList<>();
                }
            }
        }
        makeWithoutContent(without);
        window.fetch();
    }

    private List<Candidate> accept(List<Candidate> all) {
        boolean[] accepted = new boolean[all.size()];
        for (int start = 0; start < all.size(); start += BATCH) {
            int from = start;
            int to = Math.min(all.size(), start + BATCH);
            work.submit(workers.computing(), () -> {
                for (int i = from; i < to && !work.isStopped(); i++) {
                    accepted[i] = conflicts.mustWrite(all.get(i));
                }
            });
        }
        work.await();
        List<Candidate> list = new ArrayList<>();
        for (int i = 0; i < accepted.length; i++) {
            if (accepted[i]) {
                list.add(all.get(i));
            }
        }
        return list;
    }

    private void makeWithoutContent(List<Candidate> batch) {
        if (batch.isEmpty()) {
            return;
        }
        work.submit(workers.computing(), () -> {
            for (Candidate candidate : batch) {
                if (work.isStopped()) {
                    return;
                }
                if (candidate.isFile()) {
                    Arrival file = arrival(candidate);
                    finisher.begin(file);
                    finisher.arrived(file);
                } else {
                    finisher.makeSpecial(candidate);
                }
            }
        });
    }

    private static Arrival arrival(Candidate candidate) {
        return new Arrival(candidate.entry(), candidate.path(), candidate.target());
    }

    private void plan(Candidate candidate) {
        Arrival file = arrival(candidate);
        window.beginFile(file);
        long position = 0;
        for (ContentCursor items = ContentCursor.of(candidate.entry(), candidate.content(), snapshot.pages());
                items.hasNext(); ) {
            ContentItem item = items.next();
            window.add(file, position, item);
            position += item.lengthBytes();
            work.check();
        }
        finisher.arrived(file);
    }
}
