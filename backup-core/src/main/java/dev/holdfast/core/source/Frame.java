package dev.holdfast.core.source;

import dev.holdfast.core.source.SourceProblem.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * A directory that a scanner is in: its current page, the place in it, and the reading that was begun ahead. Only for
 * the scanner's thread; tasks run elsewhere and touch nothing here.
 */
final class Frame {

    private final SourceEntry directory;
    private final DirectoryReader reader;
    private DirectoryPage page;
    private int place;
    private boolean given;

    /** First pages of the next directories in the current page, in order. */
    private final Queue<FutureTask<DirectoryPage>> children = new ArrayDeque<>();

    /** Where in the current page to look for the next directory to begin. */
    private int childPlace;

    /** The pages of this directory behind the current one, in order. */
    private final Queue<FutureTask<DirectoryPage>> pages = new ArrayDeque<>();

    /** The place in the names behind the last page begun. */
    private int pagePlace;

    Frame(SourceEntry directory, DirectoryReader reader, DirectoryPage first) {
        this.directory = first.problem() == null ? directory : directory.with(first.problem());
        this.reader = reader;
        this.page = first;
        this.pagePlace = first.to();
    }

    SourceEntry directory() {
        return directory;
    }

    /** Whether it must be given even if nothing below it is: a directory of unknown content. */
    boolean unlistable() {
        return directory
                .problem()
                .filter(problem -> problem.kind() == Kind.UNLISTABLE)
                .isPresent();
    }

    boolean isGiven() {
        return given;
    }

    /** @return whether this is the first time */
    boolean give() {
        boolean first = !given;
        given = true;
        return first;
    }

    boolean hasEntry() {
        return place < page.entries().size();
    }

    SourceEntry nextEntry() {
        return page.entries().get(place++);
    }

    /** Whether the entry just taken is only to be scanned. */
    boolean isScanned() {
        return page.scanned().get(place - 1);
    }

    boolean hasPage() {
        return page.to() < page.names().size();
    }

    FutureTask<DirectoryPage> takePage() {
        FutureTask<DirectoryPage> begun = pages.poll();
        return begun != null ? begun : pageTask();
    }

    void turnTo(DirectoryPage next) {
        page = next;
        place = 0;
        childPlace = 0;
    }

    private FutureTask<DirectoryPage> pageTask() {
        int from = pagePlace;
        pagePlace = Math.min(page.names().size(), from + DirectoryReader.pageSize(directory));
        NameList names = page.names();
        return new FutureTask<>(() -> reader.next(directory, names, from));
    }

    /** The first page of the directory that was just taken as an entry. */
    FutureTask<DirectoryPage> takeChild(SourceEntry child) {
        FutureTask<DirectoryPage> begun = children.poll();
        if (begun != null) {
            return begun;
        }
        childPlace = Math.max(childPlace, place);
        return childTask(child);
    }

    private FutureTask<DirectoryPage> childTask(SourceEntry child) {
        return new FutureTask<>(() -> reader.first(child));
    }

    /**
     * Begins what will be needed next, up to a number of tasks begun.
     *
     * @return how many more may be begun in the directories above
     */
    int readAhead(int tasks, Executor executor) {
        int left = tasks - children.size();
        while (left > 0 && childPlace < page.entries().size()) {
            SourceEntry entry = page.entries().get(childPlace++);
            if (entry.isDirectory()) {
                children.add(begin(childTask(entry), executor));
                left--;
            }
        }
        left -= pages.size();
        while (left > 0 && pagePlace < page.names().size()) {
            pages.add(begin(pageTask(), executor));
            left--;
        }
        return left;
    }

    private static FutureTask<DirectoryPage> begin(FutureTask<DirectoryPage> task, Executor executor) {
        try {
            executor.execute(task);
        } catch (IllegalStateException e) {
            // The workers were closed: whoever needs it runs it.
        }
        return task;
    }

    void cancel() {
        children.forEach(task -> task.cancel(false));
        pages.forEach(task -> task.cancel(false));
    }
}
