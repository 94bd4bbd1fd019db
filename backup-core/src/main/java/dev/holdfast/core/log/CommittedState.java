package dev.holdfast.core.log;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListEdit;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.store.Layout;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The state of a repository after a record. Its lists are read page by page when asked for. Thread-safe.
 */
public final class CommittedState {

    private final LogRecord record;
    private final StateLists lists;
    private final Head head;
    private final LivingPages pages;
    private final Instant seen;

    /**
     * @param sha256 of the record's bytes
     * @param seen when it was read or written here
     */
    CommittedState(LogRecord record, String sha256, PageStore pages, Instant seen) {
        this(
                record,
                record.lists(),
                new Head(record.number(), sha256),
                new LivingPages(pages, record.lists().condemned()),
                seen);
    }

    private CommittedState(LogRecord record, StateLists lists, Head head, LivingPages pages, Instant seen) {
        this.record = record;
        this.lists = lists;
        this.head = head;
        this.pages = pages;
        this.seen = seen;
    }

    /** The same state, on which lists can be made without storing their pages. */
    CommittedState deferring() {
        return new CommittedState(record, lists, head, pages.deferring(), seen);
    }

    /**
     * Keeps the names of pages that the record which follows this state is to condemn from the pages that are made for
     * its lists. Comes before these are made.
     */
    public void avoid(Set<ObjectKey> condemned) {
        Set<String> names = new HashSet<>();
        for (ObjectKey object : condemned) {
            if (object.value().startsWith(Layout.PAGES)) {
                names.add(object.value().substring(Layout.PAGES.length()));
            }
        }
        pages.avoid(names);
    }

    /** Stores the pages of lists that were made on this state, which is a deferring one. */
    void store(StateLists made) {
        pages.store(pageNames(made.snapshots(), made.moves()));
        pages.store(condemnedPages(made.condemned()));
    }

    /** When it was known last that this was the head, or was to become it. */
    Instant seen() {
        return seen;
    }

    /**
     * The same state, reached from one that was known earlier: whether it still is the head, nobody has asked since.
     */
    CommittedState reachedFrom(CommittedState earlier) {
        return new CommittedState(record, lists, head, pages, earlier.seen);
    }

    public LogRecord record() {
        return record;
    }

    public Head head() {
        return head;
    }

    /** Id of the repository. */
    public String repository() {
        return record.repository();
    }

    public StateLists lists() {
        return lists;
    }

    /**
     * Where the pages of the lists lie, and of the manifests that the roster names. What is written gets no name of
     * which a condemned page is.
     */
    public PageStore pages() {
        return pages;
    }

    /** All snapshots of the roster, ascending, with the unfinished one. */
    public Iterator<RosterEntry> snapshots() {
        return roster().all(lists().snapshots());
    }

    /** As {@link #snapshots}, but goes on behind what is lost, and tells of it in between. */
    public void eachSnapshot(Consumer<RosterEntry> consumer, Consumer<IntegrityException> lost) {
        roster().each(lists().snapshots(), consumer, (page, cause) -> lost.accept(cause));
    }

    public Optional<RosterEntry> snapshot(SnapshotId id) {
        return roster().find(lists().snapshots(), id.value());
    }

    /** The newest complete snapshot. */
    public Optional<RosterEntry> newest() {
        List<RosterEntry> tail = roster().tail(lists().snapshots(), 2);
        for (int i = tail.size() - 1; i >= 0; i--) {
            if (!tail.get(i).partial()) {
                return Optional.of(tail.get(i));
            }
        }
        return Optional.empty();
    }

    /** The last of the roster, complete or not. */
    public Optional<RosterEntry> last() {
        return roster().tail(lists().snapshots(), 1).stream().findFirst();
    }

    /** The state of an unfinished run; it is the last of the roster. */
    public Optional<RosterEntry> partial() {
        return last().filter(RosterEntry::partial);
    }

    public Iterator<MovedBlocks> moves() {
        return new ListReader<>(MovedBlocks.CODEC, pages).all(lists().moves());
    }

    public Iterator<Condemned> condemned() {
        return new ListReader<>(Condemned.CODEC, pages).all(lists().condemned());
    }

    /**
     * The same state without what stands on lost pages of the list of condemned objects: no snapshot needs that, so it
     * is left over. Itself where no page is lost.
     */
    public CommittedState withoutLostCondemned() {
        ClearList<Condemned> condemned = lists.condemned();
        Set<ListPage> lost = new HashSet<>();
        new ListReader<>(Condemned.CODEC, pages).each(condemned, each -> {}, (page, cause) -> lost.add(page));
        if (lost.isEmpty()) {
            return this;
        }
        List<ListPage> left =
                condemned.pages().stream().filter(page -> !lost.contains(page)).toList();
        ClearList<Condemned> readable = new ClearList<>(condemned.items(), left);
        return new CommittedState(record, lists.withCondemned(readable), head, pages.condemning(readable), seen);
    }

    private ListReader<RosterEntry> roster() {
        return new ListReader<>(RosterEntry.CODEC, pages);
    }

    /** The names of the pages that a roster and a list of moves consist of. */
    Set<String> pageNames(ClearList<RosterEntry> snapshots, ClearList<MovedBlocks> moves) {
        Set<String> names = roster().pageNames(snapshots);
        names.addAll(new ListReader<>(MovedBlocks.CODEC, pages).pageNames(moves));
        return names;
    }

    /** The names of the pages that a list of condemned objects consists of. */
    Set<String> condemnedPages(ClearList<Condemned> condemned) {
        return new ListReader<>(Condemned.CODEC, pages).pageNames(condemned);
    }

    public ListEdit<RosterEntry> snapshotEdit() {
        return new ListEdit<>(RosterEntry.CODEC, pages);
    }

    public ListEdit<MovedBlocks> moveEdit() {
        return new ListEdit<>(MovedBlocks.CODEC, pages);
    }

    public ListEdit<Condemned> condemnedEdit() {
        return new ListEdit<>(Condemned.CODEC, pages);
    }
}
